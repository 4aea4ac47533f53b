"""One folder, opened: the Python API, and the only reader of clock, randomness and settings."""
