"""The work after the last reply: the outcome codes that an agent can choose from."""

DISPOSITIONS = ("solved", "promised", "passed-on", "complaint", "not-solvable", "no-answer")
"""solved – done; promised – a promise stays open; passed-on – another team has it; complaint – a
complaint was taken; not-solvable – we cannot do it, and said so; no-answer – the contact left."""
