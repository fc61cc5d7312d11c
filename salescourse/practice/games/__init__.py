"""Games against the best possible play, solved in the page.

Their rules and worths are those of the chapters' models; a script beside each model
solves the game in the page, and is held to the model by tests.
"""
