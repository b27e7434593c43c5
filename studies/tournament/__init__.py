"""The tournament: which strategies pay in a seat of a played scenario, against the model and against one another.

`plays` plays, `claims` holds what was expected (`expected.toml`, written before) to what came out, `page` and `figure`
show it. What came of it: docs/tournament.md, which `python -m samenspel.studies.tournament` makes.
"""
