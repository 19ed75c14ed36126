"""Supervisely: image projects over its HTTP interface."""
