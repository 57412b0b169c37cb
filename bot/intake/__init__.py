"""The complaint while it is told: its questions, the draft, what files are taken."""
