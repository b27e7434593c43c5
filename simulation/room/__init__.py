"""The room: people play the organisations of a scenario, each on a phone; the model plays the empty seats.

A file is a concept: the `play` itself, without any page; what a seat has `seen` of it, and how it is `kept` as a
scenario file. A `table` is a play with the people who sit at it, a `house` has all tables. Then the pages: of a `seat`,
on a phone, of the `desk`, for the trainer, and the `screen` in front; `server` and `command` open them.
"""
