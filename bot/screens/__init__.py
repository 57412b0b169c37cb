"""What does a worker see? Each function answers one message: phrases and buttons, no decision, no storage."""
