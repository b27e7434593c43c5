"""What is made of runs: replicates, intervals, comparisons, figures, files, and words for them."""
