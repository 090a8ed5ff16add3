"""Forms of support."""
