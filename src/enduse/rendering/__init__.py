"""How answers look to people: pure functions from model types to text."""
