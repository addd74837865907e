"""Everything that changes something: each deed one function and one transaction."""
