"""What the page shows of a desk, as plain data: a file for each part of the page, named like its part in `parts/`.

A part is a function that takes the desk. `stage` draws the network, with its status and legend, `charts` the line and
the bars beside it; `story` tells what happened and `luck` judges; the others put words and numbers together. Nothing
here changes what is on a desk, and nothing here knows Solara.
"""
