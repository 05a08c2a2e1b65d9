"""Every error that a user can meet, in one tree.

    CewenError
    ├── SettingsError            a setting is unknown or has a wrong value
    ├── ReadError                one file could not be read
    │   ├── UnreachableFile      the file cannot be opened at all: its path, its permissions, the network
    │   ├── UnsupportedFormat    no loader reads this kind of file
    │   │   └── NeedsConverter   LibreOffice could open it, and is not installed
    │   ├── UnreadableFile       the file is damaged or in no known encoding
    │   │   ├── LockedFile       the file asks for a password
    │   │   └── TooLarge         the file is more than the limits of reading allow
    │   ├── EmptyDocument        the file holds no text
    │   │   └── NeedsOcr         a scan or picture, and text recognition is not installed
    │   └── ConfidentialDocument the file is under a secrecy mark and must not go in
    ├── LibraryError             the library (CEWEN_HOME) cannot do what was asked
    │   ├── LibraryBusy          another process owns the home folder
    │   ├── LibraryMismatch      the library was built by other rules or another model
    │   ├── DocumentNotFound     no such document
    │   └── AmbiguousDocument    several documents fit
    ├── EvaluationError          a test collection cannot be read
    ├── DraftError               a genre or an output format is not known
    ├── SignInError              the name or the password is wrong, or the user locked out
    ├── NotAllowed               a reader may not do this, or not with this collection
    ├── PromptError              a prompt file and its variables do not fit
    ├── ChatModelError           the configured chat server failed
    └── Stopped                  whoever asked for it has stopped it

Each carries a Chinese message that says what happened to which file, and a help text that says what to do.
"""

from __future__ import annotations


class CewenError(Exception):
    """Tell the user what happened (`message`) and what to do next (`help`), both in Chinese."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help

    def __reduce__(self) -> tuple[type[CewenError], tuple[str, str]]:
        """Let the error travel between processes whole."""
        return type(self), (self.message, self.help)

    def __str__(self) -> str:
        return f"{self.message}{'。' + self.help if self.help else ''}"


class SettingsError(CewenError):
    """A setting is unknown or has a wrong value."""


class ReadError(CewenError):
    """One file could not be read."""


class UnreachableFile(ReadError):
    """The file cannot be opened at all."""


class UnsupportedFormat(ReadError):
    """No loader reads this kind of file."""


class NeedsConverter(UnsupportedFormat):
    """LibreOffice could open the file, and is not installed."""


class UnreadableFile(ReadError):
    """The file is damaged or in no known encoding."""


class LockedFile(UnreadableFile):
    """The file asks for a password."""


class TooLarge(UnreadableFile):
    """The file is more than the limits of reading allow."""


class EmptyDocument(ReadError):
    """The file holds no text worth keeping."""


class NeedsOcr(EmptyDocument):
    """The file is a scan or a picture, and text recognition is not installed."""


class ConfidentialDocument(ReadError):
    """The file is under a secrecy mark (密级) and must not go in."""


class LibraryError(CewenError):
    """The library cannot do what was asked."""


class LibraryBusy(LibraryError):
    """Another process owns the home folder."""


class LibraryMismatch(LibraryError):
    """The library was built by other rules or another embedding model."""


class DocumentNotFound(LibraryError):
    """No such document is in the library."""


class AmbiguousDocument(LibraryError):
    """Several documents fit the name."""


class EvaluationError(CewenError):
    """A test collection cannot be read."""


class DraftError(CewenError):
    """A genre or an output format is not known."""


class SignInError(CewenError):
    """Somebody could not be let in."""


class NotAllowed(CewenError):
    """A reader may not do this."""


class PromptError(CewenError):
    """A prompt file and the variables given to it do not fit."""


class ChatModelError(CewenError):
    """The configured chat server failed."""


class Stopped(CewenError):
    """Whoever asked for it has stopped it."""

    def __init__(self, message: str = "已停止", help: str = "") -> None:
        super().__init__(message, help)
