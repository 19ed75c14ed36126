"""The benchmark commands: contestants take turns on one server, every file is checked, ratios are printed."""
