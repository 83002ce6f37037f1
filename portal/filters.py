"""Plain GET choices above a list. An unknown or malformed choice is no choice: the reader sees everything."""

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Choice:
    """One select of components/filter_form.html: options are (key, label), value the key asked for or ""."""

    name: str
    label: str
    options: list[tuple[str, str]]
    value: str
    every_label: str = ""  # of the option that chooses nothing; without it one option is always chosen

    @classmethod
    def asked(cls, request, name, label, options, every_label="", default=""):
        options = [(str(key), text) for key, text in options]
        asked = request.GET.get(name, "")
        return cls(name, label, options, asked if asked in dict(options) else str(default), every_label)


def query_of(choices):
    """The chosen values as they stand in an address, for links to further pages of the same list."""
    return urlencode({choice.name: choice.value for choice in choices if choice.value})
