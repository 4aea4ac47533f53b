def read_claims(text, portions, heading): return ()
