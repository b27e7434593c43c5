"""What people bring: the files of a survey or a network, from bytes to organisations, ties and ratings.

One reader for the command line, scenario files, the page and Python. A file is a concept here, in the order in which a
file passes through: `words` that people use for the same thing, `cells` and what they say, `tables` (CSV, xlsx),
`graphs` (GraphML, GEXF, Pajek, UCINET DL) and `matrix`, `layers` (several networks in one workbook), `fields` and the
columns that they come from, `parts` (which sheet is what), `roster` and `ties`, `scores` on the five conditions,
`ratings` that come of them, and the `reader` that does it all. What can be asked of it stands in `options`.
"""
