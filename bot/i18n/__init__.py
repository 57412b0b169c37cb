"""Languages, and the words of the catalogues."""
