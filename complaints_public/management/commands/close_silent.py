from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints_public.deadlines import add_working_days
from complaints_public.models import CloseReason, Complaint, DeadlineRule, Holiday, Origin, Status, TimelineEvent


class Command(BaseCommand):
    help = (
        "Closes answered complaints of the desk whose reporter did not reply in time. Other origins decide on theirs."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say how many, close none")

    def handle(self, *args, **options):
        today, holidays, count = timezone.localdate(), Holiday.by_day(), 0
        rules = list(DeadlineRule.objects.filter(step=DeadlineRule.Step.REPORTER_REPLY).exclude(working_days=None))
        answered = Complaint.objects.filter(origin=Origin.DESK, status=Status.ANSWERED)
        for complaint in answered.only("pk", "complaint_class"):
            answered_on = self._answered_on(complaint)
            rule = next((rule for rule in rules if self._is_for(rule, complaint, answered_on)), None)
            if rule and add_working_days(answered_on, rule.working_days, holidays).due_on < today:
                count += 1
                if not options["dry_run"]:
                    complaint.record_status(Status.CLOSED, CloseReason.BY_SILENCE, timezone.now())
        self.stdout.write(f"{count} complaints {'would be closed' if options['dry_run'] else 'closed'}.")

    @staticmethod
    def _answered_on(complaint):
        answers = TimelineEvent.objects.filter(complaint=complaint, status=Status.ANSWERED).order_by("-sequence")
        answer = answers.first()
        moment = answer and (answer.occurred_at or answer.seen_at)
        return timezone.localdate(moment) if moment else timezone.localdate()

    @staticmethod
    def _is_for(rule, complaint, day):
        return rule.complaint_class_id in (None, complaint.complaint_class_id) and rule.applies_on(day)
