"""The channels: python-telegram-bot at the edge, the terminal and the web "try it" twin."""
