"""What the table of phases is written with. The table itself is ``subsidies.phases``."""
