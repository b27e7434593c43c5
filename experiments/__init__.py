"""Experiments with the model: what is run, how, and what came out."""
