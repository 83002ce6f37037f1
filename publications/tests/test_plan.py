from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail.models import Locale
from wagtail.test.utils import WagtailPageTestCase

from portal.models import Agency
from publications.models import (
    ActionPlanPage,
    IndicatorsPage,
    IndicatorValue,
    PlanActivity,
    PlanProgramme,
    StrategicIndicator,
    SuccessIndicator,
)
from tests.editing import check_page
from tests.factories import make_home


def make_plan(home, agency):
    plan = ActionPlanPage(title="Rencana Aksi", slug="rencana-aksi", first_year=2021, last_year=2024)
    programme = PlanProgramme(group_code="KP I", group_name="Kelembagaan", code="I.1", name="Kebijakan")
    with_agency = PlanActivity(
        sort_order=0, code="I.1.1", printed_code="Kegiatan 1.1.1", title="Menyusun", years="2021, 2022"
    )
    with_agency.agencies = [agency]
    programme.activities = [
        with_agency,
        PlanActivity(sort_order=1, code="I.1.2", title="Melatih", years="2024", note="Dicetak ganda."),
    ]
    plan.programmes = [programme]
    return home.add_child(instance=plan)


def make_indicators(plan):
    page = IndicatorsPage(title="Indikator", slug="indikator", table_caption="Tabel 1", table_note="Tidak cocok.")
    indicator = StrategicIndicator(sort_order=0, name="Persentase", note="79 dari 86 adalah 91,86%.")
    indicator.values = [
        IndicatorValue(kind="baseline", year=2020, as_printed="95,57%"),
        IndicatorValue(kind="target", year=2021, as_printed="91,87%"),
    ]
    page.strategic = [indicator]
    page.success = [SuccessIndicator(programme="1. Kelembagaan", code="1.1", text="Adanya kebijakan")]
    return plan.add_child(instance=page)


def translate(page):
    """As an editor's translation without rows of its own."""
    parent = page.get_parent().specific
    english = Locale.objects.get(language_code="en")
    if not parent.has_translation(english):
        parent.copy_for_translation(english).save_revision().publish()
    values = {"first_year": 2021, "last_year": 2024} if isinstance(page, ActionPlanPage) else {}
    translated = type(page)(title="Plan", slug="plan", locale=english, translation_key=page.translation_key, **values)
    return parent.get_translation(english).add_child(instance=translated)


class ActionPlanTests(WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.home = make_home()
        cls.agency = Agency.objects.create(name="Dinas Contoh", slug="dinas-contoh")
        cls.plan = make_plan(cls.home, cls.agency)
        cls.indicators = make_indicators(cls.plan)

    def codes(self, query=""):
        groups = self.client.get(self.plan.url + query).context["groups"]
        return [row.code for group in groups for _programme, rows in group["programmes"] for row in rows]

    def test_pages_stand_where_they_belong(self):
        self.assertAllowedParentPageTypes(ActionPlanPage, {apps.get_model("home.HomePage")})
        self.assertAllowedSubpageTypes(ActionPlanPage, {IndicatorsPage})
        self.assertFalse(ActionPlanPage.can_create_at(self.home))

    def test_pages_open_and_can_be_edited_and_previewed(self):
        for page in (self.plan, self.indicators):
            check_page(self, page)

    def test_editing_keeps_the_rows(self):
        check_page(self, self.plan)
        plan = ActionPlanPage.objects.get().get_latest_revision_as_object()
        activities = plan.programmes.get().activities.all()
        self.assertEqual([row.code for row in activities], ["I.1.1", "I.1.2"])
        self.assertEqual([agency.slug for agency in activities[0].agencies.all()], ["dinas-contoh"])

    def test_choices_narrow_the_plan(self):
        cases = {
            "": ["I.1.1", "I.1.2"],
            "?tahun=2022": ["I.1.1"],
            "?tahun=2024": ["I.1.2"],
            "?tahun=2023": [],
            "?instansi=dinas-contoh": ["I.1.1"],
            "?tahun=2024&instansi=dinas-contoh": [],
            "?tahun=1999": ["I.1.1", "I.1.2"],
            "?tahun=²&instansi=%00": ["I.1.1", "I.1.2"],
        }
        for query, codes in cases.items():
            with self.subTest(query):
                self.assertEqual(self.codes(query), codes)

    def test_every_activity_has_its_anchor_and_note(self):
        response = self.client.get(self.plan.url)
        self.assertContains(response, 'id="I.1.1"')
        self.assertContains(response, "Dicetak ganda.")

    def test_translation_shows_the_rows_of_the_original(self):
        translated = translate(self.plan)
        self.assertContains(self.client.get(translated.url), 'id="I.1.1"')
        self.assertEqual(PlanActivity.objects.public().count(), 2)

    def test_years_are_years(self):
        activity = PlanActivity(programme=PlanProgramme.objects.get(), code="X", title="X", years="2021; DROP")
        self.assertRaisesMessage(ValidationError, "years", activity.full_clean)


class IndicatorsTests(WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        plan = make_plan(make_home(), Agency.objects.create(name="Dinas Contoh", slug="dinas-contoh"))
        cls.page = make_indicators(plan)

    def test_figures_stand_as_printed_with_their_notes(self):
        response = self.client.get(self.page.url)
        for text in ("95,57%", "91,87%", "79 dari 86 adalah 91,86%.", "Tidak cocok.", "Adanya kebijakan"):
            with self.subTest(text):
                self.assertContains(response, text)

    def test_a_year_missing_in_one_row_leaves_its_cell_empty(self):
        other = StrategicIndicator(page=self.page, name="Waktu", sort_order=1)
        other.save()
        IndicatorValue.objects.create(indicator=other, kind="target", year=2021, as_printed="2,5 hari")
        rows = self.client.get(self.page.url).context["rows"]
        self.assertEqual(rows, [["Persentase", "95,57%", "91,87%"], ["Waktu", "", "2,5 hari"]])

    def test_translation_shows_the_rows_of_the_original(self):
        plan = ActionPlanPage.objects.get()
        translate(plan)
        translated = translate(self.page)
        self.assertContains(self.client.get(translated.url), "91,87%")
