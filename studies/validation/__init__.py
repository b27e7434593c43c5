"""Validation: what the literature says a simulation should show, asked of the model."""
