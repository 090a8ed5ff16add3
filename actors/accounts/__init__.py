"""People with an account: signing in, and their own pages under ``/mijn/``."""
