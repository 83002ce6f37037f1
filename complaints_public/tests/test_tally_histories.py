"""Whatever happens to the register, the tallies are those that a recount finds, and a rebuilding finds the same."""

from datetime import date, datetime, time, timedelta
from io import StringIO

from django.core.management import CommandError, call_command
from django.test import TestCase
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase

from complaints_public.agency_merge import MergeRefused, merge_agencies
from complaints_public.erasure import Ground, erase
from complaints_public.importing.parsing import JAKARTA
from complaints_public.importing.undo import undo
from complaints_public.models import (
    CloseReason,
    Complaint,
    DayTally,
    DueCause,
    DurationTally,
    Holiday,
    PublicText,
    Status,
    Tally,
    Urgency,
)
from complaints_public.models.tallies import LONGEST_DURATION
from complaints_public.moderation.decisions import lift, mark_secret
from portal.models import Agency

from .factories import AgencyFactory, ComplaintFactory, make_lists, make_user, publish
from .test_import_undo import NUMBERS, as_of, import_rows, rows_of_a_file

FIRST_DAY = date(2021, 3, 3)
days = st.integers(0, 120).map(lambda count: FIRST_DAY + timedelta(days=count))
moments = st.one_of(st.none(), days.map(lambda day: datetime.combine(day, time(10), tzinfo=JAKARTA)))
endings = st.sampled_from(
    [(Status.ANSWERED, ""), (Status.IN_PROGRESS, ""), (Status.CLOSED, CloseReason.SOLVED), (Status.POSTPONED, "")]
)
deeds = st.one_of(
    st.tuples(st.just("import"), st.integers(0, 2)),
    st.tuples(st.just("undo"), st.integers(0, 2)),
    st.tuples(st.just("step"), endings, moments),
    st.tuples(st.just("holiday"), days),
    st.tuples(st.just("merge")),
    st.tuples(st.sampled_from(["publish", "withdraw", "secret", "lift", "urgent", "erase"])),
)


def check(*names):
    for name in names or ("check_statistics",):
        call_command(name, stdout=StringIO())


class History:
    """Does what is drawn to one complaint after the other."""

    def __init__(self, moderator, files):
        self.moderator, self.files, self.runs = moderator, files, []

    def do(self, number, deed, *details):
        if deed == "import":
            (index,) = details
            rows = [{"number": number, **said} for number, said in self.files[index].items()]
            self.runs.append(import_rows(rows, as_of(index)))
        elif deed == "undo":
            for run in self.runs[-1:]:
                run.refresh_from_db()
                if run.can_be_undone:
                    undo(run)
        elif deed in ("holiday", "merge"):
            getattr(self, deed)(*details)
        elif complaint := Complaint.objects.filter(number=number, is_void=False).first():
            getattr(self, deed)(complaint, *details)

    def holiday(self, day):
        gone, _by_model = Holiday.objects.filter(day=day).delete()
        if not gone:
            Holiday.objects.create(day=day, name="Libur")
        Complaint.objects.recompute_deadlines(DueCause.HOLIDAYS, {"days": [day.isoformat()]})

    def merge(self):
        source, target = Agency.objects.filter(name__in=["Dinas Kesehatan", "Dinas Sosial"]).order_by("name")
        if not source.replaced_by_id:
            merge_agencies(source, target)

    def step(self, complaint, ending, occurred_at):
        complaint.record_status(*ending, occurred_at)

    def publish(self, complaint):
        text = PublicText.objects.filter(complaint=complaint).first()
        if text is None and complaint.visibility != "secret" and not complaint.withheld:
            publish(complaint)

    def withdraw(self, complaint):
        text = PublicText.objects.filter(complaint=complaint, live=True).first()
        if text:
            text.unpublish()

    def secret(self, complaint):
        if complaint.visibility != "secret":
            mark_secret(complaint.pk, self.moderator, "Menyangkut saksi.", seen="")

    def lift(self, complaint):
        if complaint.marked_secret:
            lift(complaint.pk, self.moderator, "Saksi setuju.")

    def urgent(self, complaint):
        complaint.set_urgency(Urgency.URGENT)

    def erase(self, complaint):
        erase([complaint.pk], Ground.REQUEST, self.moderator, withdraw=True)


class TallyHistoryTests(PropertyTestCase):
    @classmethod
    def setUpTestData(cls):
        make_lists()
        cls.moderator = make_user("Moderator")

    @settings(max_examples=60)
    @given(
        st.lists(rows_of_a_file, min_size=3, max_size=3),
        st.lists(st.tuples(st.sampled_from(NUMBERS), deeds), min_size=3, max_size=14),
    )
    def test_any_history_ends_with_what_a_recount_finds(self, files, steps):
        history = History(self.moderator, files)
        history.do("", "import", 0)
        for number, deed in steps:
            history.do(number, *deed)
            check()
        kept = self.everything()
        for model in (Tally, DayTally, DurationTally):
            model.objects.all().delete()
        check("rebuild_statistics", "check_statistics")
        self.assertEqual(self.everything(), kept)

    def everything(self):
        said = []
        for model in (Tally, DayTally, DurationTally):
            names = [field.name for field in model._meta.fields if field.name != "id"]
            said.append(sorted(model.objects.exclude(count=0, published=0).values_list(*names)))
        return said


def moment(day):
    return datetime.combine(day, time(10), tzinfo=JAKARTA)


class GrainTests(TestCase):
    def durations(self):
        return sorted(DurationTally.objects.filter(count__gt=0).values_list("kind", "month", "days", "count"))

    def days(self, kind):
        return list(DayTally.objects.filter(kind=kind, count__gt=0).order_by("day").values_list("day", "count"))

    def test_open_complaint_stands_at_its_receipt_and_its_due_day(self):
        complaint = ComplaintFactory(resolution_due_on=date(2021, 3, 23))
        self.assertEqual(self.days("received"), [(FIRST_DAY, 1)])
        self.assertEqual((self.days("open"), self.days("due")), ([(FIRST_DAY, 1)], [(date(2021, 3, 23), 1)]))
        complaint.record_status(Status.ANSWERED, occurred_at=moment(date(2021, 3, 10)))
        self.assertEqual((self.days("open"), self.days("due")), ([], []))
        self.assertEqual(self.days("ended"), [(date(2021, 3, 10), 1)])
        self.assertEqual(self.durations(), [("resolution", "2021-03", 5, 1), ("response", "2021-03", 5, 1)])
        self.assertEqual(Tally.objects.get(count=1).punctuality, "on_time")

    def test_day_that_nobody_gives_is_counted_nowhere(self):
        complaint = ComplaintFactory(resolution_due_on=date(2021, 3, 23))
        complaint.record_status(Status.ANSWERED)
        self.assertEqual((self.days("ended"), self.durations()), ([], []))
        self.assertEqual(Tally.objects.get(count=1).punctuality, "")

    def test_first_seen_done_before_the_day_of_the_step_leaves_it_unknown(self):
        make_lists()
        row = {"day": "2021-03-03", "agency": "", "klass": "", "kind": "", "text": "a", "number": "7000001"}
        import_rows([row | {"status": "Ditutup oleh Admin"}], date(2021, 6, 1))
        complaint = Complaint.objects.get()
        complaint.record_status(Status.ANSWERED, occurred_at=moment(date(2021, 6, 7)))
        self.assertEqual(self.durations(), [])
        complaint.record_status(Status.ANSWERED, occurred_at=moment(date(2021, 5, 24)))
        self.assertEqual({kind for kind, *_rest in self.durations()}, {"response", "resolution"})
        import_rows([row | {"status": "Ditutup oleh Admin"}], date(2021, 5, 1))  # an older export saw it done before
        self.assertEqual(self.durations(), [])
        check()

    def test_late_is_what_ended_after_its_due_day(self):
        complaint = ComplaintFactory(resolution_due_on=date(2021, 3, 9))
        complaint.record_status(Status.IN_PROGRESS, occurred_at=moment(date(2021, 3, 4)))
        complaint.record_status(Status.CLOSED, CloseReason.BY_ADMIN, moment(date(2021, 3, 10)))
        self.assertEqual(Tally.objects.get(count=1).punctuality, "late")
        self.assertEqual(self.durations(), [("resolution", "2021-03", 5, 1), ("response", "2021-03", 1, 1)])

    def test_what_lasts_very_long_is_counted_as_one(self):
        ComplaintFactory().record_status(Status.ANSWERED, occurred_at=moment(date(2024, 3, 10)))
        self.assertEqual({days for _kind, _month, days, _count in self.durations()}, {LONGEST_DURATION + 1})

    def test_holiday_that_becomes_known_shortens_what_has_ended(self):
        complaint = ComplaintFactory()
        complaint.record_status(Status.ANSWERED, occurred_at=moment(date(2021, 3, 10)))
        Holiday.objects.create(day=date(2021, 3, 8), name="Libur")
        Complaint.objects.recompute_deadlines(DueCause.HOLIDAYS, {"days": ["2021-03-08"]})
        self.assertEqual({days for _kind, _month, days, _count in self.durations()}, {4})
        check()

    def test_known_days_that_are_not_those_of_the_timeline_are_found_and_mended(self):
        complaint = ComplaintFactory()
        complaint.record_status(Status.ANSWERED, occurred_at=moment(date(2021, 3, 10)))
        Complaint.objects.update(ended_on=date(2021, 3, 12))
        with self.assertRaises(CommandError):
            check()
        check("rebuild_statistics", "check_statistics")
        complaint.refresh_from_db()
        self.assertEqual(complaint.ended_on, date(2021, 3, 10))


class MergeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_lists()
        cls.source, cls.target = Agency.objects.filter(name__in=["Dinas Kesehatan", "Dinas Sosial"]).order_by("name")

    def row(self, **values):
        row = {
            "number": "7000001",
            "day": "2021-03-03",
            "status": "Terverifikasi",
            "klass": "",
            "kind": "",
            "text": "a",
        }
        return row | {"agency": self.source.name} | values

    def test_complaints_move_and_so_do_those_that_exports_still_name_so(self):
        import_rows([self.row()], as_of(0))
        self.assertEqual(merge_agencies(self.source, self.target), 1)
        run = import_rows([self.row(text="b"), self.row(number="7000002")], as_of(1))
        self.assertEqual({row.agency for row in Complaint.objects.all()}, {self.target})
        undo(run)
        self.assertEqual(Complaint.objects.get(is_void=False).agency, self.target)
        check("check_statistics", "verify_timeline")

    def test_what_goes_back_to_an_older_state_goes_to_the_other_agency(self):
        import_rows([self.row()], as_of(0))
        run = import_rows([self.row(agency="Dinas Perhubungan")], as_of(1))
        merge_agencies(self.source, self.target)
        undo(run)
        self.assertEqual(Complaint.objects.get().agency, self.target)
        check("check_statistics", "verify_timeline")

    def test_liaisons_go_along_and_chains_of_mergers_stay_short(self):
        liaison, last = make_user("Penghubung Instansi"), AgencyFactory()
        self.source.liaisons.add(liaison)
        merge_agencies(self.source, self.target)
        merge_agencies(self.target, last)
        self.source.refresh_from_db()
        self.assertEqual((self.source.replaced_by, *last.liaisons.all()), (last, liaison))
        with self.assertRaises(MergeRefused):
            merge_agencies(self.source, last)

    def test_command_asks_for_two_that_exist(self):
        said = StringIO()
        call_command("merge_agencies", self.source.slug, self.target.slug, stdout=said)
        self.assertIn("0 complaints moved", said.getvalue())
        for slugs in ((self.source.slug, self.target.slug), ("nobody", self.target.slug)):
            with self.assertRaises(CommandError):
                call_command("merge_agencies", *slugs)
