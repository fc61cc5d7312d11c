"""Explorers: guess first, then see the model's answer and move it."""
