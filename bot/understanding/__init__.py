"""What do words mean? No Rasa."""
