"""Warmline: knows when a customer needs a person, and keeps what was promised."""

__version__ = "0.1.0"
