"""Answering what came in, delivering what goes out; it knows no channel."""
