"""What people fill in about what they do together, a module per noun."""
