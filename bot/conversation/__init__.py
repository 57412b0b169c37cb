"""One turn: where she stands, what is decided, what is done. No Rasa."""
