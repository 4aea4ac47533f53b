"""The graph of what sources say of parties, and the best evidence paths through it to something of concern."""
