"""The nouns that everything speaks of: message, conversation, event. Pure."""
