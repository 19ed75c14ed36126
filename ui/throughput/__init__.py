"""How fast everything goes: the graph, its history and what limits it."""
