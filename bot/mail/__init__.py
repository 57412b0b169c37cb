"""What came in, and what must go out."""
