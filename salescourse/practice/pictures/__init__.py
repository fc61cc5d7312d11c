"""Live pictures: units that do the thing, on a clock that the learner holds.

A kind of picture is a script and a module of one name. `roads.js` makes the scene and
`roads.py` has its words, and what of it stands on paper; a notebook brings the data.
"""
