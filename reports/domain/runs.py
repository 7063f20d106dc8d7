"""Start, compute and publish runs."""
