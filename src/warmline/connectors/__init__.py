"""Where Warmline meets other programs and files: the edges of the house."""
