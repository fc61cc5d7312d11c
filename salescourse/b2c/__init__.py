"""Models of the B2C cycle, a module or folder per chapter."""
