"""Whatever lawfully happens to a register, its timeline is whole; whatever a row is made to say instead, is found."""

from datetime import date, datetime, timedelta

from django.core.management import CommandError
from django.db import IntegrityError, models, transaction
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from complaints_public.erasure import Ground, erase
from complaints_public.models import ChainEnd, EventPayload, Status, TimelineEvent, TimelineHead

from .factories import ComplaintFactory
from .test_verify_timeline import behind_the_back, verify
from .timeline_days import on_day

STEPS = (Status.ANSWERED, Status.IN_PROGRESS, Status.POSTPONED)
HISTORIES = st.lists(
    st.one_of(
        st.just(("file",)),
        st.tuples(st.just("step"), st.integers(0, 4), st.sampled_from(STEPS)),
        st.tuples(st.just("say"), st.integers(0, 4), st.sampled_from(["Diproses", "Ditunda", "Selesai"])),
        st.tuples(st.just("erase"), st.integers(0, 4)),
        st.just(("night",)),
    ),
    min_size=3,
    max_size=15,
)


def live_through(history):
    """Lets history happen to a register of at least one complaint."""
    day = date(2021, 5, 3)
    with on_day(day.year, day.month, day.day):
        complaints = [ComplaintFactory(agency=None)]
    for deed, *details in history:
        day += timedelta(days=deed == "night")
        with on_day(day.year, day.month, day.day):
            chosen = complaints[details[0] % len(complaints)] if details else None
            if deed == "file":
                complaints.append(ComplaintFactory(agency=None))
            elif deed == "step":
                chosen.record_status(details[1])
            elif deed == "say":
                TimelineEvent.objects.append(chosen, TimelineEvent.Kind.SEEN, {"source_status": details[1]})
            elif deed == "erase":
                erase([chosen.pk], Ground.REQUEST)
            else:
                TimelineHead.objects.seal_finished_days()


def another(field, value):
    """SQL of a value that field could have as well."""
    if value is None:
        return None if isinstance(field, models.ForeignKey) else "'2021-01-02'"
    if isinstance(value, datetime | date):
        return f"'{value + timedelta(days=1)}'"
    return str(value + 1) if isinstance(value, int) else f"'{value[:-1]}{'b' if value.endswith('a') else 'a'}'"


class HistoryTests(TestCase):
    @settings(max_examples=25)
    @given(HISTORIES)
    def test_lawful_histories_are_whole(self, history):
        live_through(history)
        self.assertIn("every chain is whole", verify())

    @settings(max_examples=100)
    @given(HISTORIES, st.data())
    def test_any_row_changed_or_removed_is_found(self, history, data):
        live_through(history)
        rows = [row for model in (TimelineEvent, EventPayload, ChainEnd, TimelineHead) for row in model.objects.all()]
        row = data.draw(st.sampled_from(rows))
        table, key = row._meta.db_table, row._meta.pk.column
        if data.draw(st.booleans()):
            # That the newest head was removed, nobody inside can tell from its never having been made.
            assume(not (isinstance(row, TimelineHead) and row == TimelineHead.objects.latest("day")))
            statements = [f"DELETE FROM {table} WHERE {key} = {row.pk}"]  # noqa: S608
            if isinstance(row, TimelineEvent):
                statements.insert(0, f"DELETE FROM {EventPayload._meta.db_table} WHERE event_id = {row.pk}")  # noqa: S608
        else:
            field = data.draw(st.sampled_from([f for f in row._meta.concrete_fields if not f.primary_key]))
            value = another(field, getattr(row, field.attname))
            assume(value)
            statements = [f"UPDATE {table} SET {field.column} = {value} WHERE {key} = {row.pk}"]  # noqa: S608
        self.check_found(statements)

    @settings(max_examples=30)
    @given(HISTORIES, st.data())
    def test_any_two_events_or_payloads_exchanged_are_found(self, history, data):
        live_through(history)
        model = data.draw(st.sampled_from([TimelineEvent, EventPayload]))
        pks = sorted(model.objects.values_list("pk", flat=True))
        assume(len(pks) > 1)
        one, two = data.draw(st.lists(st.sampled_from(pks), min_size=2, max_size=2, unique=True))
        table, key = model._meta.db_table, model._meta.pk.column
        swap = f"UPDATE {table} SET {key} = {{}} WHERE {key} = {{}}".format  # noqa: S608
        # Where two events were not sealed yet, their keys say nothing that anybody was told.
        last = TimelineHead.objects.order_by("day").last()
        assume(model is EventPayload or (last and min(one, two) <= last.last_event))
        self.check_found([swap(999_999, one), swap(one, two), swap(two, 999_999)])

    def check_found(self, statements):
        with transaction.atomic():
            try:
                behind_the_back(*statements)
            except IntegrityError:
                assume(False)  # the database itself refuses it
            with self.assertRaises(CommandError):
                verify()
            transaction.set_rollback(True)
