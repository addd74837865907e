"""The rules: small pure functions from a moment's state and a policy to reasons."""
