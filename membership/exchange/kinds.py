"""Registers the lists that this app imports and exports (imported when the app is ready)."""
