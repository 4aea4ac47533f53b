"""The command line: `enduse COMMAND ...`."""
