"""Rasa actions: thin. An action reads the current turn, calls a noun's service and shows a screen."""
