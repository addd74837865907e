"""What is known of a contact: facts, promises, consent. Pure."""
