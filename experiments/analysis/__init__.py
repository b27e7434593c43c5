"""Analysis: from runs to tables, by small functions that change nothing; a file is one question.

`distributions` and `modes` ask what came of it, `effects`, `contrasts`, `sensitivity` and `scores` what it depends on,
`regimes` and `ranking` what is better where, `discovery` when it goes wrong, `trajectories` how it went over rounds.
Each takes a table of runs as `experiments.run_design` gives it, and says in a sentence what its numbers say.
"""
