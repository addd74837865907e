"""The page of a replay: one file, two languages, nothing from elsewhere."""
