"""Finds what a citizen asks for, counts attempts, and tells nothing apart that must look alike."""

import hmac
from dataclasses import dataclass

from portal.client_address import client_address
from portal.rate_limit import Limit, seconds_to_wait

from .models import Complaint, Visibility
from .models.complaint import CONFIDENTIAL_FIELDS
from .models.public_complaint import PublicComplaint
from .references import LONGEST, parse_reference

# Only misses count, so that a village office behind one address can look up as much as it likes; and one person's
# repeated mistake uses up that person's limit for that number before it uses up the office's.
BY_PERSON_AND_NUMBER = Limit("lookup-pair", attempts=10, seconds=600)
BY_NUMBER = Limit("lookup-number", attempts=30, seconds=600)
BY_ADDRESS = Limit("lookup-address", attempts=60, seconds=600)
_NOBODYS = ("sp4n", "")
_NO_CODE = "-" * 64  # as long as a digest, and none


@dataclass(frozen=True)
class Answer:
    """found is an open complaint; opened a confidential one, by its code; neither: the one answer for all else."""

    found: PublicComplaint | None = None
    opened: PublicComplaint | None = None
    retry_after: int = 0


def find_public(reference):
    """The published complaint that reference (text) names, now or before, or None. Every None costs the same."""
    number = parse_reference(reference) or _NOBODYS
    public = Complaint.objects.public()
    row = public.numbered(*number).first() or public.once_numbered(*number).first()
    return PublicComplaint(row) if row else None


def look_up(request, typed_number, typed_code=""):
    """The Answer to what was typed. A miss is counted, and after too many of them the next one is turned away.

    What is published, or opened by its right code (80 bits), is answered always: nobody can lock others out of it.
    """
    opened = _open_confidential(typed_number, typed_code) if typed_code else None
    found = None if opened else find_public(typed_number)
    if found or opened:
        return Answer(found, opened)
    # However it is written, one number is one subject.
    address, number = client_address(request), parse_reference(typed_number) or typed_number[:LONGEST]
    retry_after = seconds_to_wait(
        [(BY_PERSON_AND_NUMBER, (address, number))], [(BY_NUMBER, number), (BY_ADDRESS, address)]
    )
    return Answer(retry_after=retry_after)


def _open_confidential(typed_number, typed_code):
    """The confidential complaint that number and code open together: its way and no text, or None.

    Asked and compared in full whether there is one or not, so that both take the same time.
    """
    number, digest = parse_reference(typed_number) or _NOBODYS, Complaint.access_code_digest(typed_code)
    confidential = Complaint.objects.filter(visibility=Visibility.SECRET, is_void=False)
    opened = None
    for numbered in (confidential.once_numbered(*number), confidential.numbered(*number)):
        expected = numbered.values_list("access_code_hash", flat=True).first() or _NO_CODE
        if hmac.compare_digest(expected, digest):
            opened = numbered
    return PublicComplaint(opened.values("pk", **CONFIDENTIAL_FIELDS).first()) if opened is not None else None
