"""Windrow's engine, services and formats. No Qt here, ever."""

__version__ = "0.1.0"
