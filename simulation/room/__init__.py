"""The room: people play the organisations of a scenario, each on a phone; the model plays the empty seats.

A file is a concept: the `play` itself, without any page, and how it is `kept` as a scenario file.
"""
