"""The short lists that the codes in the other tables stand for."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.models import Agency, Channel, ComplaintClass, Topic
from portal.open_data import Column, Table, Theme
from portal.templatetags.portal_tags import full_url

from ..models import CloseReason, Status, plain_words
from ..models.public_complaint import status_label

_CODE = Column("kode", "string", _("Code"), _("By which other tables, addresses and the API name it."))
_NAME = Column("nama", "string", _("Name"), _("Its name in Indonesian."))
_NAME_EN = Column("nama_inggris", "string", _("Name in English"), _("Its name in English, where there is one."))
_EXPLANATION = Column(
    "penjelasan", "string", _("Explanation"), _("What it means, in Indonesian, in one or two sentences.")
)
_EXPLANATION_EN = Column(
    "penjelasan_inggris", "string", _("Explanation in English"), _("What it means, in English, where that is written.")
)
_LIST = _("List kept by the responsible agency on this portal")


def _agencies():
    for agency in Agency.objects.order_by("slug"):
        page = full_url(f"/instansi/{agency.slug}/")
        yield agency.slug, agency.name, agency.short_name or None, agency.kind, page


AGENCIES = Table(
    name="instansi",
    title=_("Agencies"),
    description=_("The offices that answer complaints or take part in the action plan, with their codes."),
    columns=(
        _CODE,
        _NAME,
        Column("nama_singkat", "string", _("Short name"), _("The short name in common use, where there is one.")),
        Column("jenis", "string", _("Kind"), _("What kind of office it is."), tuple(Agency.Kind.choices)),
        Column("tautan", "string", _("Page"), _("The agency's page on this portal.")),
    ),
    rows=_agencies,
    source=_LIST,
    theme=Theme.RULES,
    concept=_("Agency of the regional government"),
    definition=_("An office that answers complaints or takes part in the action plan."),
    classification=_("By kind of office"),
    unit=_("agency"),
    primary_key=("kode",),
    keywords=("instansi", "OPD", "perangkat daerah", "agencies"),
)


def _topics():
    for topic in Topic.objects.order_by("slug"):
        yield topic.slug, topic.name, topic.name_en or None


TOPICS = Table(
    name="topik",
    title=_("Topics"),
    description=_("What complaints can be about: the categories of SP4N-LAPOR!."),
    columns=(_CODE, _NAME, _NAME_EN),
    rows=_topics,
    source=_LIST,
    theme=Theme.RULES,
    concept=_("Topic of a complaint"),
    definition=_("The category of SP4N-LAPOR! that a complaint is put into."),
    unit=_("topic"),
    primary_key=("kode",),
    keywords=("topik", "kategori", "topics"),
)


def _classes():
    for row in ComplaintClass.objects.order_by("slug"):
        yield row.slug, row.name, row.name_en or None, row.explanation or None, row.explanation_en or None


CLASSES = Table(
    name="klasifikasi",
    title=_("Classes of complaints"),
    description=_("The classes that decide how much time an agency has: each with an explanation for citizens."),
    columns=(_CODE, _NAME, _NAME_EN, _EXPLANATION, _EXPLANATION_EN),
    rows=_classes,
    source=_LIST,
    theme=Theme.RULES,
    concept=_("Class of a complaint"),
    definition=_("The kind of a complaint on which its time limit depends."),
    unit=_("class"),
    primary_key=("kode",),
    keywords=("klasifikasi", "classes"),
)


def _channels():
    for row in Channel.objects.order_by("slug"):
        yield (
            *(row.slug, row.name, row.name_en or None, row.kind, row.how_to or None, row.how_to_en or None),
            *(row.address or None, row.link or None),
        )


CHANNELS = Table(
    name="kanal",
    title=_("Channels"),
    description=_("The ways to file a complaint, and how to use them."),
    columns=(
        _CODE,
        _NAME,
        _NAME_EN,
        Column("jenis", "string", _("Kind"), _("Whether it is an old or a new way."), tuple(Channel.Kind.choices)),
        Column("cara", "string", _("How to use it"), _("How to file a complaint by this channel, in Indonesian.")),
        Column(
            "cara_inggris",
            "string",
            _("How to use it, in English"),
            _("How to file a complaint by this channel, in English, where that is written."),
        ),
        Column("alamat", "string", _("Address or number"), _("What to dial, to visit or to write to.")),
        Column("tautan", "string", _("Link"), _("The channel's own page or application.")),
    ),
    rows=_channels,
    source=_LIST,
    theme=Theme.RULES,
    concept=_("Channel for complaints"),
    definition=_("A way by which a citizen can file a complaint."),
    classification=_("Conventional and contemporary channels"),
    unit=_("channel"),
    primary_key=("kode",),
    keywords=("kanal", "channels"),
)


def _statuses():
    states = [(status, "") for status in Status] + [(Status.CLOSED, reason) for reason in CloseReason]
    for state in sorted(states):
        words = []
        for language in ("id", "en"):
            with translation.override(language):
                words.append((status_label(*state), str(plain_words.explanation(*state))))
        (name, explanation), (name_en, explanation_en) = words
        yield str(state[0]), str(state[1]) or None, name, name_en, explanation, explanation_en


STATUSES = Table(
    name="status",
    title=_("Statuses"),
    description=_(
        "Every status that a complaint can have, closed once for each reason, in plain words. Closed by the system is "
        "never called settled."
    ),
    columns=(
        Column("status", "string", _("Status"), _("The code of the status."), tuple(Status.choices)),
        Column(
            "alasan_tutup",
            "string",
            _("Reason for closing"),
            _("The code of the reason. Empty for every other status, and where the data gives no reason."),
            tuple(CloseReason.choices),
        ),
        _NAME,
        _NAME_EN,
        _EXPLANATION,
        _EXPLANATION_EN,
    ),
    rows=_statuses,
    source=_("This portal's glossary of the statuses of SP4N-LAPOR! and the complaint desk"),
    theme=Theme.RULES,
    concept=_("Status of a complaint"),
    definition=_("Where the handling of a complaint stands."),
    unit=_("status"),
    keywords=("status", "statuses"),
)
