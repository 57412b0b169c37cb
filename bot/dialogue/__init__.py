"""The dialogue: the only room, with actions/, that knows Rasa."""
