"""One module for each noun's rows: the noun's protocol, fulfilled with SQL."""
