"""The console's frame."""
