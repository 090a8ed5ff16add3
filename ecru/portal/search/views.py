"""The search page, and suggestions for its box."""
