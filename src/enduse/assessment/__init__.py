"""What follows from an order: stop gates, red flags, the four questions, and ranked next steps."""
