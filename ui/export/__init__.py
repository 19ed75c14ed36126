"""The plan of an export: format, split, pictures, folder, and what the format does to the labels."""
