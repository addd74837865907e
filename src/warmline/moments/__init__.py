"""Deciding the moment: when a person must come in, and why. Pure."""
