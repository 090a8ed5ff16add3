"""The desk of who runs the network: what needs them today, dossiers by phase, the list, and the time line."""
