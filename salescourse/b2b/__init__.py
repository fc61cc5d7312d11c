"""Models of the B2B cycle, a module or folder per chapter."""
