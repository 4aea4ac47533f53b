"""The consolidated non-SDN lists of the US Treasury (OFAC)."""
