"""“This text identifies me”: what a reader's report does, and how often it may be made."""

from dataclasses import dataclass

from portal.client_address import client_address
from portal.models import SiteSettings
from portal.rate_limit import Limit, seconds_to_wait

from .lookup import find_public
from .models import Complaint

BY_ADDRESS = Limit("report-address", attempts=3, seconds=24 * 3600)


@dataclass(frozen=True)
class ReportAnswer:
    """Without stays_online and retry_after: nobody reads it here any more, whatever was there before."""

    stays_online: bool = False
    retry_after: int = 0


def report(request, reference):
    """Takes the text of the public complaint that reference names offline.

    What is not public counts as no attempt and gets the same answer, so that one click repeated, or made by two
    readers, looks like any number that was never public.
    """
    found = find_public(reference)
    if found is None:
        return ReportAnswer()
    everybody = Limit("report-all", SiteSettings.for_request(request).reports_per_hour, seconds=3600)
    retry_after = seconds_to_wait([(BY_ADDRESS, client_address(request))], [(everybody, "")])
    if retry_after:
        return ReportAnswer(retry_after=retry_after)
    return ReportAnswer(stays_online=Complaint.objects.only("pk").get(pk=found.pk).take_offline())
