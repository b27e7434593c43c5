"""Submodels that were written again from docs/odd.md alone, by somebody who had seen nothing else."""
