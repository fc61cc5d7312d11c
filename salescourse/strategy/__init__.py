"""Models of one strategy for both cycles, a module or folder per chapter."""
