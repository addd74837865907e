"""Where everything is kept: SQLite or PostgreSQL behind one interface (see `ports.Store`)."""
