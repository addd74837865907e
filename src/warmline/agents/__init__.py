"""The people who answer: who is here and what they can. Agents are never read. Pure."""
