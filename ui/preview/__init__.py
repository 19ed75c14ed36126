"""Pictures with their labels drawn on them."""
