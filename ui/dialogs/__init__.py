"""Dialogs. They are opened, never executed: the loop goes on beneath them."""
