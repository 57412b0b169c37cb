"""Answers: what a worker is told about a topic, in her language, for her corridor."""
