"""The frame around the workspaces: rail, tool bar, message strip, status bar, command palette."""
