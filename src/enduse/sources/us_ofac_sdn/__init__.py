"""The list of Specially Designated Nationals of the US Treasury (OFAC)."""
