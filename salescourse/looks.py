"""The colors of figures and diagrams, and the size of their titles."""

#: Blue, for what firms buy.
B2B = "#2f6690"
#: Orange, for what people buy.
B2C = "#b84a28"
#: For "you are here".
ACCENT = "#8a6a00"
#: Words and lines.
INK = "#1f2328"
#: Words and lines that stand back.
INK_SOFT = "#57606a"
#: Grids and borders.
LINE = "#d0d5dc"
#: What everything is drawn on.
SURFACE = "#ffffff"

# In points.
TITLE_SIZE = 12
