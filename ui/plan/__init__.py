"""The plan card: what would be fetched, what it costs, where it goes, and the one button that starts it."""
