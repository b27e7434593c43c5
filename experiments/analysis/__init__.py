"""Analysis: from runs to tables, by small functions that change nothing; a file is one kind of calculation.

`distributions` and `modes` are about what came of it, `effects`, `contrasts` and `sensitivity` about what it depends
on, `regimes` and `ranking` about what is better where, `discovery` about when it goes wrong, `trajectories` about how
it went over rounds. Each takes a table of runs as `samenspel.experiments.run_design` gives it; the questions in
`answers/` say in sentences and figures what the numbers say.
"""
