"""A local server that speaks the services' protocols: sample data of its own, any folder, and faults on order."""
