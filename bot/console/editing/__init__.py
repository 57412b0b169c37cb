"""The console's editing."""
