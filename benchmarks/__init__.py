"""What is measured, each against a floor measured in the same run. `python -m benchmarks --help`."""
