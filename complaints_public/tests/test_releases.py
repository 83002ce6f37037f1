from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO
from unittest import TestCase as SimpleTestCase
from unittest import mock

from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from complaints_public import statistics
from complaints_public.disclosure import THRESHOLD, is_small
from complaints_public.importing.parsing import JAKARTA
from complaints_public.live_figures import percentile
from complaints_public.models import CloseReason, Complaint, Release, Status, Tally
from complaints_public.models.timeline import AppendOnlyError
from complaints_public.public_tables import PUBLIC_TABLES
from complaints_public.releasing import publish, publish_soon

from .factories import (
    EXPORT_2020,
    EXPORT_2021,
    AgencyFactory,
    ComplaintFactory,
    import_file,
    make_lists,
    make_user,
    run_worker,
)
from .factories import publish as publish_text


def say(*args, **options):
    said = StringIO()
    call_command("publish_statistics", *args, stdout=said, **options)
    return said.getvalue()


class ReleaseTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_lists()
        import_file(EXPORT_2020)

    def test_readers_see_a_release_and_not_what_came_since(self):
        publish()
        import_file(EXPORT_2021)
        self.assertEqual(statistics.published().count(), 158)
        self.assertEqual(statistics.live().count(), 244)
        publish()
        self.assertEqual(statistics.published().count(), 244)
        self.assertEqual(statistics.published(version=1).count(), 158)

    def test_same_data_make_no_second_release(self):
        self.assertIn("Release 1", say())
        self.assertIn("already", say())
        publish_text(Complaint.objects.get(number="4803409"))
        self.assertIn("Release 2", say())

    def test_release_of_the_future_is_seen_from_its_minute_on(self):
        publish()
        import_file(EXPORT_2021)
        moment = timezone.now() + timedelta(hours=1)
        say(publish_at=moment.isoformat())
        self.assertEqual(statistics.current_release().version, 1)
        with mock.patch("complaints_public.models.releases.timezone.now", return_value=moment):
            self.assertEqual(statistics.current_release().version, 2)

    def test_correction_names_what_it_corrects_and_stays(self):
        publish()
        say(corrects=1, note="Angka Maret salah.")
        self.assertEqual(
            [release.corrects_id and release.corrects.version for release in statistics.releases()], [1, None]
        )
        for options in (
            {"corrects": 9, "note": "x"},
            {"corrects": 1},
            {"publish_at": "soon"},
            {"publish_at": "2020-01-01"},
        ):
            with self.assertRaises(CommandError):
                say(**options)

    def test_release_is_neither_changed_nor_removed(self):
        release = publish()
        for change in (
            release.save,
            release.delete,
            Release.objects.all().delete,
            lambda: Release.objects.update(note=""),
        ):
            with self.assertRaises(AppendOnlyError):
                change()
        with self.assertRaises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=release.pk)._raw_delete("default")

    def test_worker_makes_one_that_was_asked_for(self):
        publish_soon.enqueue()
        run_worker()
        self.assertEqual(Release.objects.count(), 1)

    def test_rounded_release_has_round_numbers_only(self):
        say(round=True)
        rows = [row[-1] for rows in statistics.published().content["tables"].values() for row in rows]
        self.assertTrue(all(count is None or count % THRESHOLD == 0 for count in rows))

    def test_page_costs_the_same_whatever_the_register_holds(self):
        publish()
        with self.assertNumQueries(1):
            figures = statistics.published()
            for table in PUBLIC_TABLES:
                figures.table(table.name)
            figures.headline()


class FiguresTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_lists()
        import_file(EXPORT_2020)
        publish()

    def setUp(self):
        self.figures = statistics.published()

    def values(self):
        return {figure.anchor: figure.value for figure in self.figures.headline()}

    def test_headline_counts_as_tabel_1_does(self):
        values = self.values()
        self.assertEqual((values["definisi-diterima"], values["definisi-ditutup"]), ("158", "151"))
        self.assertEqual((values["definisi-ditutup-sistem"], values["definisi-tuntas"]), ("47", "0"))
        self.assertTrue(all(figure.as_of.isoformat() == "2021-01-04" for figure in self.figures.headline()))

    def test_months_add_up_to_their_year_unless_hidden(self):
        months = self.figures.received_by_month(2020)
        self.assertEqual((len(months.rows), months.total.count), (12, 158))
        self.assertNotEqual(len([row for row in months.rows if row.count is None]), 1)
        self.assertLessEqual(sum(row.count or 0 for row in months.rows), 158)

    def test_single_archived_complaint_is_not_shown(self):
        counts = {row.key: row.count for row in self.figures.by_outcome().rows}
        self.assertIsNone(counts[Status.ARCHIVED])
        self.assertIsNone(counts[Status.IN_PROGRESS])  # else it would follow from the seven not closed
        self.assertEqual(counts[CloseReason.BY_SILENCE], 47)

    def test_no_small_number_is_printed_in_any_table(self):
        live = statistics.live()
        for table in PUBLIC_TABLES:
            for *values, count in self.figures.content["tables"][table.name]:
                with self.subTest(table=table.name, values=values):
                    cell = [part for pair in zip(table.dimensions, values, strict=True) for part in pair]
                    self.assertIn(count, (None, live.count(*cell)))
                    self.assertFalse(count is not None and is_small(count))

    def test_every_table_is_made_of_plain_values(self):
        for table in PUBLIC_TABLES:
            with self.subTest(table.name):
                shown = self.figures.table(table.name)
                self.assertTrue(all(isinstance(value, str) for line in shown.cells for value in line))
                self.assertEqual((shown.version, shown.as_of.year), (1, 2021))

    def test_breakdown_of_a_year_is_that_of_the_grid(self):
        grid = self.figures.table("year-agency")
        self.assertEqual([row.count for row in self.figures.breakdown("agency", 2020).rows], grid.counts[0])

    def test_empty_register_has_no_headline(self):
        Tally.objects.all().delete()
        self.assertEqual(statistics.live().headline(), [])
        self.assertIsNone(statistics.live().received_by_month(2020))


class DurationTests(TestCase):
    def test_figures_say_on_how_many_complaints_they_rest(self):
        for days in range(10):
            complaint = ComplaintFactory(resolution_due_on=ComplaintFactory.received_at.date() + timedelta(days=6))
            complaint.record_status(Status.ANSWERED, occurred_at=complaint.received_at + timedelta(days=days))
        ComplaintFactory().record_status(Status.ANSWERED)
        figures = statistics.live()
        duration = figures.duration("resolution", 2021)
        self.assertEqual((duration.count, duration.median, duration.percentile_90), (10, 2, 6))
        (year,) = figures.punctuality("year")
        self.assertEqual((year.percent, year.basis), (70, 10))
        with translation.override("en"):
            self.assertEqual({figure.basis_text for figure in figures.headline()[-4:]}, {"of 10 complaints"})


class PercentileTests(SimpleTestCase):
    @given(st.dictionaries(st.integers(0, 251), st.integers(1, 9), min_size=1), st.sampled_from([50, 90]))
    def test_percentile_is_that_of_the_sorted_list(self, histogram, percent):
        ordered = sorted(Counter(histogram).elements())
        self.assertEqual(percentile(Counter(histogram), percent), ordered[-(-len(ordered) * percent // 100) - 1])


class YearsOfResponsesTests(TestCase):
    """The number of all complaints of a year is printed, so what is printed of a part must not leave 1 to 4."""

    def test_responses_of_a_year_cannot_be_subtracted_from_the_year(self):
        agency = AgencyFactory()
        for year, count, responded in ((2024, 30, 3), (2025, 40, 14)):
            for number in range(count):
                moment = datetime(year, 3, 3, 9, tzinfo=JAKARTA)
                complaint = ComplaintFactory(agency=agency, received_at=moment, status=Status.VERIFIED)
                if number < responded:
                    complaint.record_status(Status.IN_PROGRESS, occurred_at=moment + timedelta(days=2))
        figures = statistics.published(publish().version)
        for year, (count, responded) in {"2024": (30, 3), "2025": (40, 14)}.items():
            printed = [figures.count("year", year, "responded", answer) for answer in ("yes", "no")]
            self.assertEqual(figures.count("year", year), count)
            self.assertIn(printed, ([None, None], [responded, count - responded]))
        self.assertEqual(figures.count("year", "2024", "responded", "no"), None)


class TakenUpAgainTests(TestCase):
    def test_month_in_which_nothing_ended_after_all_stops_no_release(self):
        agency, moment = AgencyFactory(), datetime(2025, 3, 3, 9, tzinfo=JAKARTA)
        rows = [ComplaintFactory(agency=agency, received_at=moment, status=Status.VERIFIED) for _n in range(20)]
        for number, complaint in enumerate(rows[:9]):
            days = 20 if number < 3 else 50
            complaint.record_status(Status.ANSWERED, occurred_at=moment + timedelta(days=days))
        for complaint in rows[:3]:
            publish_text(complaint)
        self.assertEqual(publish().content["tables"]["end_month"], [["2025-03", 3], ["2025-04", 6]])
        for part in (rows[:3], rows[3:9]):
            for complaint in part:
                complaint.record_status(Status.IN_PROGRESS, occurred_at=moment + timedelta(days=60))
            self.assertIn(["2025-03", None], publish().content["tables"]["end_month"])


class PublishPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_lists()
        import_file(EXPORT_2020)
        cls.moderator = make_user("Moderator")

    def post(self, **data):
        self.client.force_login(self.moderator)
        data = {"publish_at": "", "corrects": "", "note": ""} | data
        return self.client.post(reverse("complaint:publish"), data, follow=True)

    def test_moderator_publishes_now_or_announces_a_minute(self):
        self.post()
        release = Release.objects.get()
        self.assertEqual((release.is_public, release.made_by), (True, self.moderator.username))
        self.post()
        self.assertEqual(Release.objects.count(), 1)  # nothing has changed
        import_file(EXPORT_2021)
        moment = timezone.localtime(timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
        self.post(publish_at=f"{moment:%Y-%m-%dT%H:%M}")
        announced = Release.objects.get(version=2)
        self.assertEqual((announced.publish_at, announced.is_public), (moment, False))
        listing = self.client.get("/statistik/rilis/")
        self.assertContains(listing, date_format(moment, "j F Y, H:i"))
        calendar = self.client.get("/statistik/rilis.ics").content.decode()
        self.assertIn(f"DTSTART:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}", calendar)
        self.assertEqual(statistics.current_release().version, 1)
        with freeze_until(moment):
            self.assertEqual(statistics.current_release().version, 2)

    def test_correction_says_what_was_wrong_and_stays(self):
        self.post()
        release = Release.objects.get()
        for data in ({"corrects": release.pk}, {"note": "Salah."}):
            self.assertTrue(self.post(**data).context["form"].errors)
        self.post(corrects=release.pk, note="Topik tertukar.")
        self.assertContains(self.client.get("/statistik/rilis/"), "Topik tertukar.")
        self.assertIn("Topik tertukar.", self.client.get("/statistik/rilis.ics").content.decode())

    def test_an_announced_release_is_no_reason_not_to_publish_now(self):
        moment = timezone.localtime(timezone.now() + timedelta(days=2))
        self.post(publish_at=f"{moment:%Y-%m-%dT%H:%M}")
        self.post()
        self.assertEqual(statistics.current_release().version, 2)
        page = self.client.get("/statistik/rilis/").content.decode()
        self.assertIn("sudah didahului", page)
        self.assertTrue(self.post(publish_at="9999-12-31T23:59").context["form"].errors)

    def test_a_moment_that_is_over_and_other_groups_are_refused(self):
        self.assertTrue(self.post(publish_at="2020-01-01T09:00").context["form"].errors)
        self.client.force_login(make_user("Inspektorat"))
        self.client.post(reverse("complaint:publish"), {})
        self.assertFalse(Release.objects.exists())

    def test_calendar_is_one(self):
        self.post()
        lines = self.client.get("/statistik/rilis.ics").content.decode().split("\r\n")
        self.assertEqual((lines[0], lines[-2:]), ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""]))
        self.assertTrue(all(len(line.encode()) <= 75 for line in lines))
        for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
            self.assertEqual(sum(line.startswith(f"{name}:") for line in lines), 1)


def freeze_until(moment):
    return mock.patch("complaints_public.models.releases.timezone.now", return_value=moment)
