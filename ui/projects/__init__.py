"""The Projects workspace: accounts, tree, project page, first look."""
