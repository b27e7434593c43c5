"""A case comparison: simulated networks, compared as 39 safety houses were, by crisp-set QCA.

`houses` draws networks, lets them live and codes them as a researcher would who comes by once; `comparison` makes truth
table and solution of them. What came of it: docs/qca.md, which `python -m samenspel.studies.qca` makes.
"""
