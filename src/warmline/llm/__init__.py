"""The optional language model: a client, and what holds against everything that it words."""
