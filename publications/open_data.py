"""Tables of open data: the action plan, its indicators and the publications. Live pages in the first language only."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from portal.open_data import Column, Table, Theme
from portal.templatetags.portal_tags import full_url

from .models import IndicatorValue, PlanActivity, PublicationPage, StrategicIndicator, SuccessIndicator

_PLAN = _("The action plan as its regulation prints it; its page on this portal names the place")
_GROUP = Column("kode_kelompok", "string", _("Code of the group"), _("The group of programmes that it belongs to."))
_NOTE = Column("catatan", "string", _("Note"), _("What readers must know besides, such as what is odd in the source."))


def _of_live_pages(rows):
    return rows.filter(page__live=True, page__locale=Locale.get_default())


def _indicators():
    indicators = _of_live_pages(StrategicIndicator.objects).prefetch_related("values").order_by("sort_order", "pk")
    for indicator in indicators:
        for value in sorted(indicator.values.all(), key=lambda value: (value.year, value.kind)):
            notes = " ".join(filter(None, (indicator.note, value.note)))
            yield indicator.name, value.year, value.kind, value.as_printed, notes or None


INDICATORS = Table(
    name="indikator",
    title=_("Strategic indicators"),
    description=_("Tabel 1 of the action plan: baseline and targets of each indicator, year by year, as printed."),
    columns=(
        Column("indikator", "string", _("Indicator"), _("What is measured, in the words of the plan.")),
        Column("tahun", "year", _("Year"), _("The year that the value is for.")),
        Column(
            "jenis",
            "string",
            _("Kind"),
            _("Whether it is where the plan began or what it aims at."),
            tuple(IndicatorValue.Kind.choices),
        ),
        Column("nilai", "string", _("Value as printed"), _("What the source prints, with its signs. Never computed.")),
        _NOTE,
    ),
    rows=_indicators,
    source=_PLAN,
    theme=Theme.PLAN,
    concept=_("Strategic indicator of handling complaints"),
    definition=_("A measure by which the action plan wants to be judged."),
    classification=_("By indicator and year"),
    unit=_("value of an indicator in one year"),
    primary_key=("indikator", "tahun", "jenis"),
    keywords=("indikator", "target", "indicators"),
)


def _success_indicators():
    for row in _of_live_pages(SuccessIndicator.objects).order_by("sort_order", "pk"):
        yield row.group_code or None, row.programme, row.code, row.text, row.note or None


SUCCESS_INDICATORS = Table(
    name="indikator-keberhasilan",
    title=_("Success indicators"),
    description=_("By what the action plan wants each of its programmes to be judged, in its own words."),
    columns=(
        _GROUP,
        Column("program", "string", _("Programme"), _("The programme that it judges.")),
        Column("kode", "string", _("Code"), _("For linking to it; the source has none.")),
        Column("indikator", "string", _("Indicator"), _("The success indicator in the words of the plan.")),
        _NOTE,
    ),
    rows=_success_indicators,
    source=_PLAN,
    theme=Theme.PLAN,
    concept=_("Success indicator of the action plan"),
    definition=_("A sign by which a programme of the action plan counts as successful."),
    classification=_("By group and programme"),
    unit=_("indicator"),
    keywords=("indikator keberhasilan", "rencana aksi", "success indicators"),
)


def _activities():
    activities = PlanActivity.objects.public().select_related("programme").prefetch_related("agencies")
    for activity in activities.order_by("programme__sort_order", "sort_order", "pk"):
        programme = activity.programme
        yield (
            *(programme.group_code, programme.group_name, programme.code, programme.name),
            *(activity.code, activity.printed_code or None, activity.title),
            ";".join(map(str, activity.year_list)),
            ";".join(sorted(agency.slug for agency in activity.agencies.all())) or None,
            activity.parties_as_printed or None,
            *(activity.progress, activity.progress_on, activity.evidence or None, activity.note or None),
        )


ACTION_PLAN = Table(
    name="rencana-aksi",
    title=_("Action plan"),
    description=_("Each activity of the action plan: when, by whom, and what has been reported of it since."),
    columns=(
        _GROUP,
        Column("nama_kelompok", "string", _("Name of the group"), _("The name of that group.")),
        Column("kode_program", "string", _("Code of the programme"), _("The programme that the activity belongs to.")),
        Column("nama_program", "string", _("Name of the programme"), _("The name of that programme.")),
        Column("kode", "string", _("Code"), _("The code of the activity, in the plan's own pattern.")),
        Column(
            "kode_tercetak", "string", _("Code as printed"), _("As the source prints it; that is not always the same.")
        ),
        Column("kegiatan", "string", _("Activity"), _("What is to be done.")),
        Column("tahun", "string", _("Years"), _("The years in which it is planned, semicolons between.")),
        Column("instansi", "string", _("Agencies"), _("Who takes part: codes in “instansi”, semicolons between.")),
        Column("pihak_tercetak", "string", _("Parties as printed"), _("Who takes part, in the words of the source.")),
        Column(
            "pelaksanaan",
            "string",
            _("Progress"),
            _("What has been reported of it."),
            tuple(PlanActivity.Progress.choices),
        ),
        Column("pelaksanaan_per", "date", _("Progress as of"), _("The day that this report speaks of.")),
        Column("bukti", "string", _("Evidence"), _("The address of a page or document that shows it.")),
        _NOTE,
    ),
    rows=_activities,
    source=_PLAN,
    theme=Theme.PLAN,
    concept=_("Activity of the action plan"),
    definition=_("The smallest unit of the plan that has years and parties of its own."),
    classification=_("By group and programme"),
    unit=_("activity"),
    primary_key=("kode",),
    keywords=("rencana aksi", "action plan"),
)


def _publications():
    pages = PublicationPage.objects.live().public().filter(locale=Locale.get_default())
    for page in pages.select_related("complaint_class").order_by("path"):
        yield (
            *(page.slug, page.title, page.kind, page.number or None, page.year, page.issued_on, page.status or None),
            page.complaint_class.slug if page.complaint_class else None,
            *(page.note or None, full_url(f"/publikasi/{page.slug}/")),
        )


PUBLICATIONS = Table(
    name="publikasi",
    title=_("Publications"),
    description=_("The regulations, SOPs, plans, guides and reports on complaints that this portal publishes."),
    columns=(
        Column("kode", "string", _("Code"), _("The last part of its address on this portal.")),
        Column("judul", "string", _("Title"), _("Its title.")),
        Column("jenis", "string", _("Kind"), _("What kind of document it is."), tuple(PublicationPage.Kind.choices)),
        Column("nomor", "string", _("Number"), _("Its number, where it has one.")),
        Column("tahun", "year", _("Year"), _("The year of its number.")),
        Column("ditetapkan", "date", _("Issued on"), _("The day on which it was issued.")),
        Column("status", "string", _("Status"), _("Whether it is in force."), tuple(PublicationPage.Status.choices)),
        Column("klasifikasi", "string", _("Class"), _("For an SOP: the class it is for, a code in “klasifikasi”.")),
        _NOTE,
        Column("tautan", "string", _("Page"), _("Its page on this portal, where the text can be read.")),
    ),
    rows=_publications,
    source=_("The pages under “Publikasi” on this portal"),
    theme=Theme.PLAN,
    concept=_("Regulation or other document on handling complaints"),
    definition=_("A document that rules, explains or reports on the handling of complaints."),
    classification=_("By kind of document"),
    unit=_("document"),
    primary_key=("kode",),
    keywords=("publikasi", "peraturan", "SOP", "regulations"),
)

TABLES = (INDICATORS, SUCCESS_INDICATORS, ACTION_PLAN, PUBLICATIONS)
