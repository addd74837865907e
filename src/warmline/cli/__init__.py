"""The command line: each command in a file of its own, registered in `main`."""
