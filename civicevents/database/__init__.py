"""Django's PostgreSQL backend for the embedded server: it starts the server when the first connection is wanted."""
