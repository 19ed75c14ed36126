"""The only place that builds the parts and joins them.

Import the room you need (`accounts`, `demo`, `engines`, `window`): the window must not pay for the engine's imports.
"""
