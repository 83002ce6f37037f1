"""Finds what a citizen asks for, counts attempts, and tells nothing apart that must look alike."""

from dataclasses import dataclass

from portal.client_address import client_address
from portal.rate_limit import Limit

from .models import Complaint, Visibility
from .models.complaint import CONFIDENTIAL_FIELDS
from .models.public_complaint import PublicComplaint
from .references import parse_reference

# Only misses count, so that a village office behind one address can look up as much as it likes; and one person's
# repeated mistake uses up that person's limit for that number before it uses up the office's.
BY_PERSON_AND_NUMBER = Limit("lookup-pair", attempts=10, seconds=600)
BY_NUMBER = Limit("lookup-number", attempts=30, seconds=600)
BY_ADDRESS = Limit("lookup-address", attempts=60, seconds=600)
_LONGEST_INPUT = 60


@dataclass(frozen=True)
class Answer:
    """found is an open complaint; opened a confidential one, by its code; neither: the one answer for all else."""

    found: PublicComplaint | None = None
    opened: PublicComplaint | None = None
    retry_after: int = 0


def find_public(reference):
    """The published complaint that reference (text) names, or None. One query whatever it is."""
    origin, number = parse_reference(reference) or ("sp4n", "")
    row = Complaint.objects.public().filter(origin=origin, number=number).first()
    return PublicComplaint(row) if row else None


def look_up(request, typed_number, typed_code=""):
    """The Answer to what was typed. A miss is counted, and after too many of them the next one is turned away.

    What is published, or opened by its right code (80 bits), is answered always: nobody can lock others out of it.
    """
    typed_number = typed_number[:_LONGEST_INPUT]
    address = client_address(request)
    # However it is written, one number is one subject.
    number = parse_reference(typed_number) or typed_number
    subjects = ((BY_PERSON_AND_NUMBER, (address, number)), (BY_NUMBER, number), (BY_ADDRESS, address))
    found = find_public(typed_number)
    opened = _open_confidential(typed_number, typed_code) if typed_code and not found else None
    if found or opened:
        return Answer(found, opened)
    retry_after = max(limit.retry_after(subject) for limit, subject in subjects)
    if not retry_after:
        for limit, subject in subjects:
            limit.count(subject)
    return Answer(retry_after=retry_after)


def _open_confidential(typed_number, typed_code):
    """The confidential complaint that number and code open together: its way and no text, or None."""
    origin, number = parse_reference(typed_number) or ("sp4n", "")
    digest = Complaint.access_code_digest(typed_code)
    confidential = Complaint.objects.filter(origin=origin, number=number, visibility=Visibility.SECRET)
    complaint = confidential.only("pk", "access_code_hash").first()
    if complaint is None or not complaint.opens_with(digest):
        return None
    return PublicComplaint(confidential.values("pk", **CONFIDENTIAL_FIELDS).get())
