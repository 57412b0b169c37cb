"""Kawan: a bot that answers migrant workers, and the queue their complaints reach."""
