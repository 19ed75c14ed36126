"""Takes project folders to other formats: prepared, written, read back and put in place as a whole."""
