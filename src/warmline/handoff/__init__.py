"""Handing a conversation over warmly: the state machine, queue, match, brief, wording. Pure."""
