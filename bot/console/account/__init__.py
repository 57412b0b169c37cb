"""The console's account."""
