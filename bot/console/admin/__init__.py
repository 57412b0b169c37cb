"""The console's admin."""
