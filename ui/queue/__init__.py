"""The queue: every job as a row, and one job in detail."""
