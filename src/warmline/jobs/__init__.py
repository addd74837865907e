"""Durable work: what must happen later, even after a crash. It knows no action."""
