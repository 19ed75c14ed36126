"""How the window looks: colours by name, palettes, icons."""
