"""The view: a collaboration on a screen, for a trainer with a group and for a student who asks "what if".

`session` holds one browser's run, `desk` takes what people do to it, `touring` what a guided tour does; `shown` says
what is then to be seen, in the words of `texts`; `page` puts it together, `server` and `command` open it. Nothing below
imports the view.
"""
