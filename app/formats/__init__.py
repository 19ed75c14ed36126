"""How labels lie on a disk: one module per format."""
