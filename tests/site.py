"""The whole portal as `make run` builds it, for tests of what no single app owns."""

import json
from io import StringIO

from django.core.management import call_command

from complaints_public.tests.factories import EXPORT_2021, FILES, import_file

TRUTH = json.loads((FILES / "sp4n_export_2020.truth.json").read_text(encoding="utf-8"))


def build_site():
    """The regulation's content, the example register with its approved texts, and the export of 2021 on top."""
    call_command("load_cilacap", stdout=StringIO())
    call_command("load_demonstration", password="only-for-the-tests", stdout=StringIO())
    call_command("load_infographics", stdout=StringIO())
    import_file(EXPORT_2021)
    call_command("publish_statistics", stdout=StringIO())
    call_command("publish_open_data", stdout=StringIO())


def personal_words():
    """Names, telephone and identity numbers and mail addresses that the exports carry of (synthetic) persons."""
    words = {word for row in TRUTH for word in row["planted"]}
    for line in EXPORT_2021.read_text(encoding="utf-8-sig").splitlines()[1:]:
        cells = line.split(";")
        words.add(cells[3])
        words.update(word.strip(".,") for word in cells[8].split() if "@" in word or word.strip(".,").isdecimal())
    return {word for word in words if len(word) > 5}
