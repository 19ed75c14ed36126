"""How things travel: plan, schedule, locate, fetch, verify, commit. Knows services only as protocols of the model."""
