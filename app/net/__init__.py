"""The only door to the network: requests, limits, failures in words."""
