"""Reading one message for feeling, danger, vulnerability, need and asks."""
