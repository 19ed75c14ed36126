"""Sits in the real window and measures how late its timer comes. Run as a process of its own.

Reads one JSON object on standard input (mode, began, project_id, destination, seconds), writes one. The window is
found by name at run time: nothing in this room imports it.
"""
