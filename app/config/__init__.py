"""Where things lie on this machine, what the person prefers, and who may ask services. Handed in by bootstrap."""
