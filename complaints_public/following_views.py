"""Following a complaint by mail: asking for it, confirming it, ending it. None of it needs a cookie or a script."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import EmailField
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import following
from .lookup import find_public
from .models import Subscription
from .models.public_complaint import PublicComplaint
from .views import comes_from_here, for_this_reader, not_published

_METHODS = ["GET", "HEAD", "POST"]


@csrf_exempt  # its form sits on pages that everybody shares; where it comes from is checked
@require_http_methods(_METHODS)
def follow(request, reference):
    """Takes an address. The answer is the same whether it follows already, waits to be confirmed, or is new."""
    found = find_public(reference)
    is_asked = request.method == "POST"
    if found is None or (is_asked and not settings.MAIL_IS_ON):
        return not_published(request)
    if not is_asked:
        if found.reference != reference:
            return HttpResponseRedirect(reverse("follow", args=[found.reference]))
        return _form(request, found)
    if not comes_from_here(request):
        return _form(request, found, 400, error=_("Please use the form on this page."))
    typed = request.POST.get("surel", "")
    try:
        address = EmailField(max_length=254).clean(typed)
    except ValidationError:
        error = _("This is no e-mail address. Write it like name@example.com.")
        return _form(request, found, 400, error=error, address=typed[:254])
    retry_after = following.ask(request, found.pk, address)
    if retry_after:
        error = _("Too many mails have been asked for. Try again later, or use a feed reader.")
        response = _form(request, found, 429, error=error, address=address)
        response.headers["Retry-After"] = str(retry_after)
        return response
    title = _("Look into your mailbox")
    introduction = _(
        "If the address is right, a mail with a link is on its way. News comes once you have confirmed it there, "
        "within 48 hours. Nothing has come? Look among the unwanted mail."
    )
    return _page(request, title, introduction, found)


def _form(request, found, status=200, **context):
    title = _("Follow this complaint")
    return _page(request, title, "", found, status, with_form=True, mail_is_on=settings.MAIL_IS_ON, **context)


@csrf_exempt  # whoever has the link may do what it is for
@require_http_methods(_METHODS)
def confirm(request, token):
    """The link in the mail shows a button, since programs that check mail open links too; the button confirms."""
    subscription = _subscription(token, "confirm")
    if subscription is None or subscription.is_expired:
        return _dead_link(request)
    found = _found(subscription)
    if request.method == "POST":
        following.confirm(subscription)
    elif subscription.confirmed_at is None:
        introduction = _("Press the button, and news of this complaint comes to your mailbox.")
        return _link_page(request, _("Follow this complaint?"), introduction, found, button=_("Yes, send me news"))
    introduction = _("You get a mail when its status changes or its text is new. In each one is a link that ends it.")
    return _link_page(request, _("You follow this complaint"), introduction, found)


@csrf_exempt  # whoever has the link may do what it is for; a mail program's own button (RFC 8058) has nothing more
@require_http_methods(_METHODS)
def stop(request, token):
    """Ends it and deletes the address, at once; the link shows a button, a mail program posts without one."""
    if following.subscription_pk(token, "stop") is None:
        return _dead_link(request)
    subscription = _subscription(token, "stop")
    if subscription and request.method != "POST":
        introduction = _("Press the button: no more mail comes, and your address is deleted.")
        title, button = _("Stop following this complaint?"), _("Stop, and delete my address")
        return _link_page(request, title, introduction, _found(subscription), button=button)
    found = subscription and _found(subscription)
    if subscription:
        subscription.delete()
    introduction = _("No more mail about it comes, and your address is no longer stored.")
    return _link_page(request, _("You do not follow this complaint"), introduction, found)


def _subscription(token, purpose):
    return Subscription.objects.filter(pk=following.subscription_pk(token, purpose)).first()


def _found(subscription):
    row = following.public_row(subscription.complaint_id)
    return PublicComplaint(row) if row else None


def _dead_link(request):
    introduction = _(
        "Links to confirm work for 48 hours, and none works after following has ended. "
        "Open the complaint to begin anew."
    )
    return _link_page(request, _("This link no longer works"), introduction, status=404)


def _link_page(request, title, introduction, found=None, status=200, **context):
    response = _page(request, title, introduction, found, status, **context)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response


def _page(request, title, introduction, found=None, status=200, **context):
    context |= {"title": title, "introduction": introduction, "found": found}
    return for_this_reader(render(request, "complaints_public/following.html", context, status=status))
