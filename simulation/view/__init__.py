"""The view: a collaboration on a screen, for a trainer with a group and for a student who asks "what if".

`session` holds one browser's run, `story` tells it, `stage` and `charts` draw it, `texts` has the words, `page` puts
them together, `server` and `command` open it. Nothing below imports the view.
"""
