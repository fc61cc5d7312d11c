"""What answers back: questions, explorers, exercises, and the record of it all.

Nothing here knows a model: a notebook or a bank hands it one.
"""
