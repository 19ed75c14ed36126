"""The window: shows and asks. It owns no truth; the engine in its own process does."""
