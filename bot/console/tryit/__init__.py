"""The console's tryit."""
