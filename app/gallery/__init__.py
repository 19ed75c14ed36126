"""Looks into project folders for people: what is in them, what is wrong, and pictures with their labels drawn."""
