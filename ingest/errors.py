"""The errors a person can act on. Each says what happened, to what, and what to do next."""


class HldError(Exception):
    """What went wrong, and the remedy."""

    def __init__(self, message: str, remedy: str = "") -> None:
        """Keep the two apart, so that a face can set them differently."""
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        """Both in one line."""
        return f"{self.message} {self.remedy}".strip()


class UnreadableError(HldError):
    """A file that cannot be read as a document."""


class ScanError(UnreadableError):
    """A PDF that is an image of its pages: it has no text layer."""
