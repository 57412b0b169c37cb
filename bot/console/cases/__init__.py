"""The console's cases."""
