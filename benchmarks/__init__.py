"""Benchmarks of the model: what a round costs, beside the same rules in plain Mesa."""
