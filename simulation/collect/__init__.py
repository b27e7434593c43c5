"""Collecting: a questionnaire of ten minutes that this computer serves in the room, and what comes of the answers.

A file is a concept: the `questionnaire`, and the `words` around it; who may answer for whom (`participants`); the
`store` in which answers are safe, the `tables` that they become, which the one reader for what people bring opens as
they are; how far partners are apart (`differences`), and what may leave the room (`anonymous`). Then the two pages:
of the `respondent`, on a phone, and of the `desk`, for whoever leads the session; `server` and `command` open them.
"""
