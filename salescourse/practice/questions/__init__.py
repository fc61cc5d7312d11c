"""Questions: the bank, what counts as right, and the widget that asks them."""
