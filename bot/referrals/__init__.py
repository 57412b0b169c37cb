"""Referrals: a worker's complaint, from her first word to the remedy."""
