"""What makers and instructors run: the book, the checks, the command line."""
