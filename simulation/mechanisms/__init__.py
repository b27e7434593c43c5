"""The mechanisms: one file each. The order in which they act stands in `samenspel.dynamics`."""
