"""Reading published papers and letters, each kind by its own form."""
