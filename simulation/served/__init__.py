"""Pages that this computer serves to a room: what the questionnaire and the play share.

A `visit` is a request, in which language, with what was sent, and its answer; whoever leads has a `key`; an
`application` knows the words and the folders of its pages, and opens behind the same door as the page of the model.
"""
