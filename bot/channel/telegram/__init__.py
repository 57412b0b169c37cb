"""Telegram: python-telegram-bot at the edge."""
