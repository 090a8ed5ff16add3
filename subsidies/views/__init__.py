"""The pages of support, a module per noun."""
