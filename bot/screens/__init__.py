"""What does a worker see? Each function answers one message: words and buttons in one voice, no decision, no storage."""
