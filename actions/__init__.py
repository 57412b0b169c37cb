"""Rasa's actions: thin. Each stands for one action of intents/rules.yml and asks Kawan's own conversation for the turn.

Rasa's action server listens on every address of the machine unless told otherwise, and asks nobody who he is; it reads
this variable after it imported this package.
"""

import os

os.environ.setdefault("SANIC_HOST", "127.0.0.1")
