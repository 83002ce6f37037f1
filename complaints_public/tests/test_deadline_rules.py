from datetime import date, datetime
from io import StringIO
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, models
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from complaints_public.importing.parsing import JAKARTA
from complaints_public.models import (
    Complaint,
    DeadlineRule,
    DueCause,
    Holiday,
    Status,
    TimelineEvent,
    Urgency,
)
from complaints_public.models.deadlines import DeadlineTable, Scope
from portal.models import ComplaintClass, District

from .factories import AgencyFactory, ComplaintFactory

RESOLUTION = DeadlineRule.Step.RESOLUTION
DAY = date(2021, 3, 3)


class PrecedenceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.klass = ComplaintClass.objects.get(slug="tidak-berkadar-pengawasan")
        cls.agency, cls.district = AgencyFactory(), District.objects.create(name="Kampung Laut")
        cls.scope = Scope(Urgency.URGENT, cls.agency.pk, cls.district.pk, cls.klass.pk)

    def add(self, **fields):
        return DeadlineRule.objects.create(**{"step": RESOLUTION, "working_days": 1, "citation": "SOP"} | fields)

    def found(self, scope=None, day=DAY):
        return DeadlineTable().rule(RESOLUTION, scope or self.scope, day)

    def test_rules_from_the_start_are_those_of_the_classes(self):
        self.assertEqual((self.found().working_days, self.found().complaint_class), (14, self.klass))
        self.assertIsNone(self.found(self.scope._replace(complaint_class=None)))

    def test_narrower_rule_wins_and_urgency_agency_district_class_decide_between_equals(self):
        broad_to_narrow = [
            self.add(district=self.district),
            self.add(agency=self.agency),
            self.add(urgency=Urgency.URGENT),
            self.add(district=self.district, complaint_class=self.klass),
            self.add(agency=self.agency, complaint_class=self.klass),
            self.add(agency=self.agency, district=self.district),
            self.add(urgency=Urgency.URGENT, complaint_class=self.klass),
            self.add(urgency=Urgency.URGENT, district=self.district),
            self.add(urgency=Urgency.URGENT, agency=self.agency),
            self.add(agency=self.agency, district=self.district, complaint_class=self.klass),
            self.add(urgency=Urgency.URGENT, district=self.district, complaint_class=self.klass),
            self.add(urgency=Urgency.URGENT, agency=self.agency, complaint_class=self.klass),
            self.add(urgency=Urgency.URGENT, agency=self.agency, district=self.district),
            self.add(urgency=Urgency.URGENT, agency=self.agency, district=self.district, complaint_class=self.klass),
        ]
        while broad_to_narrow:
            self.assertEqual(self.found(), broad_to_narrow.pop())
            self.found().delete()
        self.assertEqual(self.found().working_days, 14)

    def test_rule_for_others_does_not_apply(self):
        for narrowed in (
            {"urgency": Urgency.ORDINARY},
            {"agency": AgencyFactory()},
            {"district": District.objects.create(name="Majenang")},
            {"complaint_class": ComplaintClass.objects.get(slug="aspirasi"), "agency": self.agency},
            {"valid_from": "2021-03-04", "urgency": Urgency.URGENT},
            {"valid_to": "2021-03-02", "agency": self.agency},
            {"step": DeadlineRule.Step.VERIFY, "agency": self.agency},
        ):
            rule = DeadlineRule(**{"step": RESOLUTION, "working_days": 1, "citation": "SOP"} | narrowed)
            rule.save()
            self.assertEqual(self.found().working_days, 14, narrowed)

    def test_unknown_agency_or_district_takes_the_broader_rule(self):
        self.add(agency=self.agency)
        self.add(district=self.district)
        nobody_yet = self.scope._replace(agency=None, district=None)
        self.assertEqual(self.found(nobody_yet).working_days, 14)

    def test_unknown_class_has_a_limit_only_where_the_class_does_not_matter(self):
        unknown = self.scope._replace(complaint_class=None)
        urgent = self.add(urgency=Urgency.URGENT)
        self.assertEqual(self.found(unknown), urgent)  # comes before the rules of the classes, whichever it is
        self.assertIsNone(self.found(unknown._replace(urgency=Urgency.ORDINARY)))

    def test_two_rules_for_the_same_at_the_same_time_are_refused(self):
        narrowed = {"agency": self.agency, "district": self.district, "urgency": Urgency.URGENT}
        self.add(**narrowed, valid_from=date(2021, 1, 1), valid_to=date(2021, 12, 31))

        def rule(**fields):
            values = {"step": RESOLUTION, "working_days": 1, "citation": "SOP"} | narrowed | fields
            return DeadlineRule(**values)

        for dates in (
            {},
            {"valid_from": date(2021, 12, 31)},
            {"valid_to": date(2021, 1, 1)},
            {"valid_from": date(2021, 5, 1), "valid_to": date(2021, 5, 2)},
        ):
            with self.subTest(dates), self.assertRaises(ValidationError):
                rule(**dates).full_clean()
        for fields in (
            {"valid_from": date(2022, 1, 1)},
            {"district": None},
            {"urgency": ""},
            {"complaint_class": self.klass},
            {"step": DeadlineRule.Step.VERIFY},
        ):
            with self.subTest(fields):
                rule(**fields).full_clean()

    def test_what_a_rule_is_narrowed_to_cannot_be_deleted(self):
        self.add(agency=self.agency)
        with self.assertRaises(models.ProtectedError):
            self.agency.delete()


class RecomputeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.open = ComplaintFactory()
        cls.closed = ComplaintFactory()
        Complaint.objects.recompute_deadlines()
        cls.closed.record_status(Status.ANSWERED, occurred_at=datetime(2021, 3, 9, 9, tzinfo=JAKARTA))

    def due(self, complaint):
        return Complaint.objects.get(pk=complaint.pk).resolution_due_on

    def test_only_open_deadlines_move_and_the_change_is_on_record(self):
        count = TimelineEvent.objects.count()
        Holiday.objects.create(day=date(2021, 3, 11), name="Isra Mikraj")
        details = {"days": ["2021-03-11"]}
        self.assertEqual(Complaint.objects.recompute_deadlines(DueCause.HOLIDAYS, details), 1)
        self.assertEqual((self.due(self.open), self.due(self.closed)), (date(2021, 3, 24), date(2021, 3, 23)))
        event = TimelineEvent.objects.get(complaint=self.open, due_on=date(2021, 3, 24))
        self.assertEqual(
            event.payload.values,
            {"before": "2021-03-23", "after": "2021-03-24", "cause": "holidays", "days": ["2021-03-11"]},
        )
        self.assertEqual(TimelineEvent.objects.count(), count + 1)
        self.assertEqual(Complaint.objects.recompute_deadlines(DueCause.HOLIDAYS), 0)

    def test_taken_up_again_it_follows_what_changed_meanwhile(self):
        Holiday.objects.create(day=date(2021, 3, 11), name="Isra Mikraj")
        Complaint.objects.recompute_deadlines(DueCause.HOLIDAYS)
        self.closed.record_status(Status.IN_PROGRESS, occurred_at=datetime(2021, 3, 15, 9, tzinfo=JAKARTA))
        self.assertEqual(self.due(self.closed), date(2021, 3, 24))
        self.assertEqual(TimelineEvent.objects.first().payload.values["cause"], DueCause.REOPENED)

    def test_urgency_moves_the_due_date_where_a_rule_is_for_it(self):
        DeadlineRule.objects.create(step=RESOLUTION, urgency=Urgency.URGENT, working_days=3, citation="SOP")
        self.open.set_urgency(Urgency.URGENT)
        self.closed.set_urgency(Urgency.URGENT)
        self.assertEqual((self.due(self.open), self.due(self.closed)), (date(2021, 3, 8), date(2021, 3, 23)))
        self.assertEqual(TimelineEvent.objects.first().payload.values["cause"], DueCause.URGENCY)

    def test_a_batch_costs_the_same_number_of_queries_whatever_it_holds(self):
        costs = []
        for count in (1, 5):
            for _number in range(count):
                ComplaintFactory(agency=self.open.agency)
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(Complaint.objects.recompute_deadlines(), count)
            costs.append(len(queries))
        self.assertEqual(*costs)

    def test_many_are_counted_in_batches(self):
        for _number in range(5):
            ComplaintFactory(agency=self.open.agency)
        with patch("complaints_public.models.deadline_changes._BATCH", 2):
            self.assertEqual(Complaint.objects.recompute_deadlines(), 5)
        self.assertEqual(set(Complaint.objects.values_list("resolution_due_on", flat=True)), {date(2021, 3, 23)})


class LoadHolidaysTests(TestCase):
    def load(self, **options):
        said = StringIO()
        call_command("load_holidays", stdout=said, **options)
        return said.getvalue()

    def test_estimates_are_marked_and_what_is_there_stays(self):
        Holiday.objects.create(day=date(2027, 3, 10), name="Idul Fitri menurut SKB", decree="SKB")
        self.load(first=2027, last=2027)
        kept, estimate = Holiday.objects.get(day="2027-03-10"), Holiday.objects.get(day="2027-03-11")
        self.assertEqual((kept.name, kept.is_estimate), ("Idul Fitri menurut SKB", False))
        self.assertEqual((estimate.name, estimate.is_estimate), ("Hari kedua dari Hari Raya Idul Fitri", True))
        self.assertFalse(Holiday.objects.get(day="2027-12-25").is_estimate)
        self.assertIn("0 holidays added", self.load(first=2027, last=2027))

    def test_year_without_collective_leave_is_an_estimate_as_a_whole(self):
        self.load(first=2028, last=2028)
        self.assertFalse(Holiday.objects.filter(is_estimate=False).exists())

    def test_open_due_dates_follow(self):
        complaint = ComplaintFactory(resolution_due_on=date(2021, 3, 23))
        self.assertIn("1 due dates", self.load(first=2021, last=2021))
        complaint.refresh_from_db()
        self.assertEqual(complaint.resolution_due_on, date(2021, 3, 24))
