from io import StringIO
from tempfile import NamedTemporaryFile

from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import TestCase

from complaints_public import append_only
from complaints_public.models import ChainEnd, Complaint, EventPayload, Status, Tally, TimelineEvent, TimelineHead
from portal.encryption import encrypt

from .factories import ComplaintFactory
from .timeline_days import on_day

EVENTS, PAYLOADS, ENDS, HEADS = (
    model._meta.db_table for model in (TimelineEvent, EventPayload, ChainEnd, TimelineHead)
)
SEEN = TimelineEvent.Kind.SEEN


def behind_the_back(*statements):
    """What somebody with the database and without Django does: the triggers are no obstacle."""
    with transaction.atomic(), connection.cursor() as cursor:
        append_only.lift(connection)
        for statement in statements:
            cursor.execute(statement)
        append_only.install(connection)


def verify(**options):
    said = StringIO()
    call_command("verify_timeline", stdout=said, **options)
    return said.getvalue()


class Tampering(TestCase):
    """Three days of a register: two complaints, one of them with payloads; a head for each finished day."""

    @classmethod
    def setUpTestData(cls):
        with on_day(2021, 5, 3):
            cls.first, cls.second = ComplaintFactory(), ComplaintFactory()
            for words in ("Diproses", "Ditunda"):
                TimelineEvent.objects.append(cls.first, SEEN, {"source_status": words})
        with on_day(2021, 5, 4):
            cls.second.record_status(Status.ANSWERED)
            TimelineEvent.objects.append(cls.first, SEEN, {"source_status": "Selesai"})
        with on_day(2021, 5, 5):
            TimelineHead.objects.seal_finished_days()
            cls.second.record_status(Status.CLOSED, "solved")

    def event(self, complaint, sequence):
        return TimelineEvent.objects.get(complaint=complaint, sequence=sequence)

    def check_found(self, said, *statements):
        """That verify_timeline, after statements, fails and what it names first matches said."""
        with self.subTest(statements), transaction.atomic():
            behind_the_back(*statements)
            with self.assertRaisesRegex(CommandError, said):
                verify()
            transaction.set_rollback(True)


class VerifyTests(Tampering):
    def test_untouched_timeline_is_whole(self):
        with on_day(2021, 5, 5):
            said = verify()
        self.assertIn("7 events: every chain is whole. 2 daily heads fit.", said)
        self.assertNotIn("not sealed", said)

    def test_days_that_wait_for_their_seal_are_told(self):
        with on_day(2021, 5, 8):
            self.assertIn("3 finished days are not sealed yet", verify())

    def test_changed_events_are_found(self):
        event = self.event(self.first, 2)
        for change in (
            "status = 'closed'",
            "kind = 'step'",
            "seen_at = '2021-01-01 00:00:00+00:00'",
            "recorded_at = '2021-05-03 03:00:00+00:00'",
            "commitment = ''",
            "hash = previous_hash",
            "previous_hash = hash",
        ):
            self.check_found(f"Event {event.pk} ", f"UPDATE {EVENTS} SET {change} WHERE id = {event.pk}")  # noqa: S608

    def test_rewritten_events_are_found_though_their_hash_fits_them(self):
        for place in (2, 4):
            event = self.event(self.first, place)
            event.status = Status.CLOSED
            forged = event.compute_hash()
            self.check_found(
                rf"Event {event.pk} \(register entry {self.first.pk}, place {place}\) was rewritten",
                f"UPDATE {EVENTS} SET status = 'closed', hash = '{forged}' WHERE id = {event.pk}",  # noqa: S608
            )

    def test_rewritten_chain_is_found_though_every_hash_fits(self):
        """The database's owner can do this, with the end of the chain too, but has not DATA_KEY for its seal."""
        statements, previous = [], ""
        for event in TimelineEvent.objects.filter(complaint=self.second).order_by("sequence"):
            event.close_reason, event.previous_hash = "by_admin", previous
            previous = event.compute_hash()
            change = f"close_reason = 'by_admin', previous_hash = '{event.previous_hash}', hash = '{previous}'"
            statements.append(f"UPDATE {EVENTS} SET {change} WHERE id = {event.pk}")  # noqa: S608
        statements.append(f"UPDATE {ENDS} SET hash = '{previous}' WHERE complaint_id = {self.second.pk}")  # noqa: S608
        self.check_found(f"Day 2021-05-03|end of the chain of register entry {self.second.pk}", *statements)
        # What was sealed the heads prove too; what was not yet, the seal of the chain's end alone.
        self.check_found("end of the chain", *statements, f"DELETE FROM {HEADS}")  # noqa: S608

    def test_removed_events_are_found(self):
        for complaint, place in (
            (self.first, 1),
            (self.first, 2),
            (self.first, 4),
            (self.second, 2),
            (self.second, 3),
        ):
            pk = self.event(complaint, place).pk
            self.check_found(
                rf"Register entry {complaint.pk}, place {place}: the event was removed",
                f"DELETE FROM {PAYLOADS} WHERE event_id = {pk}",  # noqa: S608
                f"DELETE FROM {EVENTS} WHERE id = {pk}",  # noqa: S608
            )

    def remove_chain(self):
        pk = self.second.pk
        return [f"DELETE FROM {table} WHERE complaint_id = {pk}" for table in (ENDS, EVENTS)]  # noqa: S608

    def test_removed_chain_is_found(self):
        self.check_found(f"Register entry {self.second.pk}, place 1: the event was removed", self.remove_chain()[1])
        self.check_found(f"The whole chain of register entry {self.second.pk} was removed", *self.remove_chain())

    def test_chain_removed_with_its_complaint_is_found_by_the_heads(self):
        complaint = f"DELETE FROM {Complaint._meta.db_table} WHERE id = {self.second.pk}"  # noqa: S608
        self.check_found("Day 2021-05-03: 4 events were sealed, 3 are there", *self.remove_chain(), complaint)

    def test_removed_day_is_found(self):
        pks = TimelineEvent.objects.filter(recorded_at__day=4).values_list("pk", flat=True)
        among = f"({', '.join(map(str, pks))})"
        self.check_found(
            f"Register entry {self.second.pk}, place 2: the event was removed",
            f"DELETE FROM {PAYLOADS} WHERE event_id IN {among}",  # noqa: S608
            f"DELETE FROM {EVENTS} WHERE id IN {among}",  # noqa: S608
        )

    def test_added_events_are_found(self):
        """An event as the register itself would write it, put behind the last one of a chain."""
        with transaction.atomic():
            event = TimelineEvent.objects.append(self.first, TimelineEvent.Kind.STEP, status=Status.CLOSED)
            row = TimelineEvent.objects.filter(pk=event.pk).values().get()
            transaction.set_rollback(True)
        columns = [field.column for field in TimelineEvent._meta.concrete_fields]
        marks = ", ".join(["%s"] * len(columns))
        insert = f"INSERT INTO {EVENTS} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
        values = [row[field.attname] for field in TimelineEvent._meta.concrete_fields]
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(insert, values)
            with self.assertRaisesRegex(CommandError, rf"Event {event.pk} \(.*, place 5\) was added"):
                verify()
            transaction.set_rollback(True)

    def test_moved_events_are_found(self):
        one, two = self.event(self.first, 2), self.event(self.first, 3)
        swap = "UPDATE {} SET sequence = {} WHERE id = {}".format
        self.check_found(
            f"Event {one.pk} ", swap(EVENTS, 99, one.pk), swap(EVENTS, 2, two.pk), swap(EVENTS, 3, one.pk)
        )

    def test_event_moved_to_another_complaint_is_missed_where_it_belongs(self):
        event = self.event(self.first, 2)
        change = f"complaint_id = {self.second.pk}, sequence = 4"
        self.check_found(
            f"Register entry {self.first.pk}, place 2: the event was removed",
            f"UPDATE {EVENTS} SET {change} WHERE id = {event.pk}",  # noqa: S608
        )

    def test_events_moved_within_their_day_are_found_by_the_head(self):
        """The keys of two events change places; each still fits its own chain."""
        one, two = self.event(self.first, 1), self.event(self.second, 1)
        swap = "UPDATE {} SET id = {} WHERE id = {}".format
        self.check_found(
            "Day 2021-05-03: its events are not those",
            *(swap(EVENTS, 999_999, one.pk), swap(EVENTS, one.pk, two.pk), swap(EVENTS, two.pk, 999_999)),
        )

    def test_payloads_are_found_when_changed_removed_or_exchanged(self):
        one, two = self.event(self.first, 2), self.event(self.first, 3)
        change = f"UPDATE {PAYLOADS} SET %s WHERE event_id = {one.pk}"  # noqa: S608
        other = encrypt('{"source_status": "Selesai"}')
        for statements in (
            [change % f"content = '{other}'"],
            [change % "content = 'nothing that can be read'"],
            [change % "content = ''"],
            [change % f"salt = '{'0' * 32}'"],
            [
                f"DELETE FROM {PAYLOADS} WHERE event_id = {two.pk}",  # noqa: S608
                change % f"event_id = {two.pk}",
            ],
        ):
            self.check_found(rf"Event ({one.pk}|{two.pk}) \(.*\): its payload was (changed|removed)", *statements)
        self.check_found(
            f"Event {one.pk} .*: its payload was removed, and no erasure is on record",
            f"DELETE FROM {PAYLOADS} WHERE event_id = {one.pk}",  # noqa: S608
        )

    def test_payloads_that_were_erased_on_record_are_not_missed_later_ones_are(self):
        EventPayload.objects.filter(event__complaint=self.first).delete()
        TimelineEvent.objects.append(self.first, TimelineEvent.Kind.ERASED, {"ground": "retention"})
        later = TimelineEvent.objects.append(self.first, SEEN, {"source_status": "Diproses"})
        self.assertIn("9 events: every chain is whole", verify())
        self.check_found(
            f"Event {later.pk} .*payload was removed",
            f"DELETE FROM {PAYLOADS} WHERE event_id = {later.pk}",  # noqa: S608
        )

    def test_heads_are_found_when_changed_or_removed(self):
        day = "WHERE day = '2021-05-04'"
        for change in ("count = 9", "last_event = last_event + 1", "sealed_at = '2021-05-05 00:00:00+00:00'"):
            self.check_found("2021-05-04", f"UPDATE {HEADS} SET {change} {day}")  # noqa: S608
        for change in ("hash = previous_hash", "events_digest = hash", "previous_hash = hash", "day = '2021-05-09'"):
            self.check_found("2021-05-0[49]", f"UPDATE {HEADS} SET {change} {day}")  # noqa: S608
        self.check_found("head before 2021-05-04", f"DELETE FROM {HEADS} WHERE day = '2021-05-03'")  # noqa: S608

    def test_tallies_are_no_part_of_it(self):
        Tally.objects.all().delete()
        self.assertIn("every chain is whole", verify())


class KeptHeadTests(Tampering):
    """Somebody outside has kept what was published, and the register was rewritten with everything that is in it."""

    def test_kept_head_that_fits(self):
        head = TimelineHead.objects.first()
        self.assertIn("2 daily heads fit", verify(day=head.day, head=head.hash.upper()))

    def test_kept_head_that_does_not_fit(self):
        with self.assertRaisesRegex(CommandError, "head of 2021-05-04 is not the one that was kept"):
            verify(day=TimelineHead.objects.first().day, head="f" * 64)

    def test_kept_heads_in_a_file_find_what_was_sealed_anew(self):
        kept = "\n".join(f"{head.day} {head.hash}" for head in TimelineHead.objects.all())
        with NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(f"# day hash\n{kept}\n")
            file.flush()
            self.assertIn("2 daily heads fit", verify(heads=file.name))
            behind_the_back(f"DELETE FROM {HEADS}")  # noqa: S608
            with on_day(2021, 5, 5):
                TimelineHead.objects.seal_finished_days()
                self.assertIn("2 daily heads fit", verify())
            with self.assertRaisesRegex(CommandError, "is not the one that was kept"):
                verify(heads=file.name)

    def test_options_that_make_no_sense_are_refused(self):
        for options in ({"head": "f" * 64}, {"day": TimelineHead.objects.first().day}, {"heads": "/no/such/file"}):
            with self.subTest(options), self.assertRaises(CommandError):
                verify(**options)
