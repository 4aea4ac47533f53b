"""Ways in: each turns a request into one call of the workspace and holds no rules of its own."""
