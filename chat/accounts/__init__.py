"""Accounts: what allauth asks of us, and what of it can be reached."""
