"""What a domain function says when something may not happen."""


class Refused(Exception):
    """An act that the rules or the records do not allow. `messages`: field name ("" for the whole) -> sentences."""

    def __init__(self, message: str = "", *, field: str = "", messages: dict[str, list[str]] | None = None):
        self.messages = messages or {field: [str(message)]}
        super().__init__("; ".join(text for texts in self.messages.values() for text in texts))


class Stale(Refused):
    """Somebody else changed the row in the meantime."""
