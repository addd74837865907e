"""The pages and the interface: the edge that translates between people, programs and actions."""
