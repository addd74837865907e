"""Answering routine questions from the firm's own articles, and knowing when not to. Pure."""
