"""Examples: the search, the exploration, the calibration and the sweep that come with the model, carried out.

`asked` says what their pages quote of each, and `__main__` carries them out, keeps these numbers in found.csv, and
words them on docs/search.md, docs/explore.md, docs/calibrate.md and docs/ninth_partner.md.
"""
