"""Pages of what actors do together, a module per noun."""
