"""Every published complaint on a line: where it stands and when it got there. None of its words."""

from itertools import chain

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.open_data import Column, Frequency, Table, Theme
from portal.templatetags.portal_tags import full_url

from .. import statistics
from ..models import CloseReason, Complaint, Origin, Status, TimelineEvent
from ..models.public_complaint import status_label
from ..references import public_reference

AT_A_TIME = 1_000
_HAPPENED, _SEEN = "terjadi", "terlihat"
_BASES = ((_HAPPENED, _("somebody recorded the day itself")), (_SEEN, _("the day of the export that showed it first")))
# Status → the column of the day on which a complaint first got there.
MILESTONES = {
    Status.VERIFIED: "diverifikasi",
    Status.FORWARDED: "diteruskan",
    Status.IN_PROGRESS: "diproses",
    Status.ANSWERED: "dijawab",
    Status.CLOSED: "ditutup",
    Status.POSTPONED: "ditunda",
    Status.ARCHIVED: "diarsipkan",
}
_VALUES = (
    *("pk", "reference_origin", "reference_number", "agency_slug", "agency_name", "topic_slug", "topic_name"),
    *("class_slug", "class_name", "state", "reason", "arrived_at", "due_on", "published_at", "data_as_of"),
)


def _milestone_columns():
    for status, name in MILESTONES.items():
        yield Column(
            name,
            "date",
            status.label,
            _("The day on which the complaint first had this status. Empty: it never had, or no data says so."),
        )
        yield Column(
            f"{name}_dasar",
            "string",
            format_lazy("{status}: {basis}", status=status.label, basis=_("what the day rests on")),
            _("Whether it happened on that day, or an export of that day showed it first: then or earlier."),
            _BASES,
        )


_COLUMNS = (
    Column(
        "referensi",
        "string",
        _("Reference"),
        _("What addresses and the API name it by: its number, with its origin in front for all but SP4N."),
    ),
    Column("asal", "string", _("Origin"), _("The system at which it was filed."), tuple(Origin.choices)),
    Column("nomor", "string", _("Number"), _("Its number at its origin. Unique together with the origin.")),
    Column("instansi", "string", _("Agency"), _("The agency that holds it; the code in the table “instansi”.")),
    Column("nama_instansi", "string", _("Name of the agency"), _("The agency's full name in Indonesian.")),
    Column("topik", "string", _("Topic"), _("What it is about; the code in the table “topik”.")),
    Column("nama_topik", "string", _("Name of the topic"), _("The topic's name in Indonesian.")),
    Column(
        "klasifikasi",
        "string",
        _("Class"),
        _("Its class, which decides the time limit; the code in the table “klasifikasi”. Empty: not classified yet."),
    ),
    Column("nama_klasifikasi", "string", _("Name of the class"), _("The class's name in Indonesian.")),
    Column("status", "string", _("Status"), _("Where it stands in the newest data."), tuple(Status.choices)),
    Column(
        "alasan_tutup",
        "string",
        _("Reason for closing"),
        _("Why it was closed. Empty for every other status, and where the data does not say."),
        tuple(CloseReason.choices),
    ),
    Column("nama_status", "string", _("Status in words"), _("Status and reason for closing in Indonesian.")),
    Column("diterima", "date", _("Received"), _("The day on which it was filed (Asia/Jakarta).")),
    *_milestone_columns(),
    Column(
        "jatuh_tempo",
        "date",
        _("Due on"),
        _("By when it is to be answered, as last counted by “batas-waktu”. Empty: no limit, or none is known."),
    ),
    Column("dipublikasikan", "date", _("Published"), _("The day on which it first became public here.")),
    Column("data_per", "date", _("Data as of"), _("The day of the newest export that knew it.")),
    Column("tautan", "string", _("Page"), _("The complaint's page on this portal, with its public summary.")),
)


def _rows():
    """A chunk of complaints costs two queries, and none of their texts leaves the database."""
    labels, last = _labels(), 0
    address = _address()
    while chunk := list(Complaint.objects.public().filter(pk__gt=last).order_by("pk").values(*_VALUES)[:AT_A_TIME]):
        last = chunk[-1]["pk"]
        milestones = _milestones([row["pk"] for row in chunk])
        for row in chunk:
            reached = milestones.get(row["pk"], {})
            yield _row(row, reached, labels, address)


def _row(row, reached, labels, address):
    reference = public_reference(row["reference_origin"], row["reference_number"])
    return (
        reference,
        row["reference_origin"],
        row["reference_number"],
        row["agency_slug"],
        row["agency_name"],
        row["topic_slug"],
        row["topic_name"],
        row["class_slug"],
        row["class_name"],
        row["state"],
        row["reason"] or None,
        labels[row["state"], row["reason"]],
        timezone.localdate(row["arrived_at"]),
        *chain.from_iterable(reached.get(status, (None, None)) for status in MILESTONES),
        row["due_on"],
        timezone.localdate(row["published_at"]),
        timezone.localdate(row["data_as_of"]),
        f"{address}{reference}/",
    )


def _milestones(pks):
    """Complaint pk → {status: (the first day on which it had that status, what the day rests on)}."""
    found = {}
    for event in TimelineEvent.objects.public_of_many(pks):
        moment, basis = (event["occurred_at"], _HAPPENED) if event["occurred_at"] else (event["seen_at"], _SEEN)
        if moment:
            reached = found.setdefault(event["complaint_id"], {})
            reached.setdefault(event["status"], (timezone.localdate(moment), basis))
    return found


def _labels():
    with translation.override("id"):
        return {(status, reason): status_label(status, reason) for status in Status for reason in ("", *CloseReason)}


def _address():
    with translation.override("id"):
        return full_url(reverse("complaint_list"))


COMPLAINTS = Table(
    name="pengaduan",
    title=_("Published complaints"),
    description=_(
        "Every complaint that a moderator has published: who holds it, what it is about, where it stands and when it "
        "got there. Titles and texts are not in it; they stand on the pages of the complaints. The register holds "
        "more complaints than are published. This table is read anew for each download and keeps no earlier version: "
        "what is taken offline is gone from it at once. Please fetch it anew rather than pass on an old copy."
    ),
    columns=_COLUMNS,
    rows=_rows,
    source=_("Exports of SP4N-LAPOR! and what the complaint desk recorded, cleared by moderators"),
    theme=Theme.COMPLAINTS,
    concept=_("Complaint about public services"),
    definition=_("A citizen's report on a public service or a public office that came in by one of the channels."),
    classification=_("By agency, topic, class and status: the tables “instansi”, “topik”, “klasifikasi” and “status”"),
    unit=_("complaint"),
    primary_key=("referensi",),
    frequency=Frequency.LIVE,
    is_live=True,
    keywords=("pengaduan", "SP4N-LAPOR!", "pelayanan publik", "complaints"),
    as_of=statistics.data_as_of,
)
