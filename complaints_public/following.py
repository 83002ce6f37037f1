"""Mail to those who follow a complaint: how often it may be asked for, its links, and sending what is due."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from portal.client_address import client_address
from portal.rate_limit import Limit, seconds_to_wait
from portal.templatetags.portal_tags import full_url

from .models import Complaint, Subscription
from .models.following import address_digest
from .models.public_complaint import PublicComplaint

logger = logging.getLogger(__name__)

# A village office shares an address; nobody's mailbox is to be filled by others; one complaint is no list to write to.
BY_CLIENT = Limit("follow-client", attempts=20, seconds=3600)
BY_MAILBOX = Limit("follow-mailbox", attempts=10, seconds=24 * 3600)
BY_COMPLAINT = Limit("follow-complaint", attempts=200, seconds=3600)
_BATCH = 200  # mails a task, so that others waiting in the queue get their turn


def ask(request, complaint_pk, address):
    """Has the worker send a mail to confirm to address. Returns the seconds to wait where that is refused, or 0."""
    retry_after = seconds_to_wait(
        [(BY_CLIENT, client_address(request))],
        [(BY_MAILBOX, address_digest(address))],
        [(BY_COMPLAINT, complaint_pk)],
    )
    if not retry_after:
        Subscription.objects.ask(complaint_pk, address, translation.get_language())
        have_mail_sent()
    return retry_after


def public_row(complaint_pk):
    return Complaint.objects.public().filter(pk=complaint_pk).first()


def confirm(subscription):
    """From now on news is mailed. Confirming again changes nothing."""
    if subscription.confirmed_at is None:
        subscription.confirm(public_row(subscription.complaint_id))


# Links: signed with the key that is kept for good, so that a link in an old mail still ends the mails.


def _signer(purpose):
    return Signer(key=settings.DATA_KEYS[-1], sep=".", salt=f"following.{purpose}")


def link(subscription, purpose):
    """The address that confirms ("confirm") or ends ("stop") a subscription for whoever has it."""
    return full_url(reverse(f"follow_{purpose}", args=[_signer(purpose).sign(subscription.pk)]))


def subscription_pk(token, purpose):
    """The key of the subscription that a link is of, or None where nobody here made the link."""
    try:
        return int(_signer(purpose).unsign(token))
    except BadSignature:
        return None


# Sending: the table of subscriptions is what says which mails are due, so a lost task loses none of them.


def have_mail_sent():
    """Puts the sending into the queue, unless it waits there already."""
    if not DBTaskResult.objects.ready().filter(task_path=send_mail.module_path).exists():
        send_mail.enqueue()


def have_due_mail_sent():
    """To be asked every minute or so: news comes from imports, from the desk and from moderators alike."""
    if settings.MAIL_IS_ON and Subscription.objects.due().exists():
        have_mail_sent()


@task(backend="queue")
def send_mail():
    """Sends what is due. One that fails is tried again later, and again, with growing pauses."""
    if not settings.MAIL_IS_ON:
        return
    try:
        with get_connection() as connection:
            due = list(Subscription.objects.due().values_list("pk", flat=True)[:_BATCH])
            for pk in due:
                _send_to(pk, connection)
        if len(due) == _BATCH:
            have_due_mail_sent()
    except (OSError, ValueError) as error:
        # By its kind only: the text of an error may hold the address.
        logger.warning("Mail could not be sent (%s); it will be tried again.", type(error).__name__)


def _send_to(pk, connection):
    subscription = Subscription.objects.claim(pk)
    row = subscription and public_row(subscription.complaint_id)
    if not row:  # another worker has it, or it ended, or its complaint was taken offline just now
        return
    with translation.override(subscription.language):
        if subscription.confirmed_at is None:
            _mail(subscription, row, "confirm", _("Please confirm: news of a complaint"), connection)
            subscription.mailed()
        elif not subscription.knows(row):
            _mail(subscription, row, "news", _("News of complaint %(number)s"), connection)
            subscription.told(row)
        elif subscription.is_over:
            _mail(subscription, row, "over", _("No more news of complaint %(number)s"), connection)
            subscription.delete()


def _mail(subscription, row, name, subject, connection):
    """A mail that holds the complaint's number and status, and nothing that anybody wrote of it."""
    found, stop = PublicComplaint(row), link(subscription, "stop")
    context = {
        "number": found.reference,
        "status": found.status_label,
        "explanation": found.explanation,
        "is_new_status": (subscription.told_status, subscription.told_close_reason) != (found.state, found.reason),
        "page": full_url(found.url),
        "confirm": link(subscription, "confirm"),
        "stop": stop,
        "days": settings.FOLLOWING_DAYS_AFTER_CLOSING,
    }
    EmailMessage(
        subject % {"number": found.reference},
        render_to_string(f"complaints_public/mail/{name}.txt", context),
        to=[subscription.address],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    ).send()
