"""Cases: what a scenario shows when it is played often, and whether there is something in it to talk about."""
