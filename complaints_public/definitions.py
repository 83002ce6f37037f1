"""What each figure means, in plain words; a figure links to its definition by the anchor."""

from django.utils.translation import gettext as _


def definitions():
    """{anchor on the statistics page: (label, definition)} of all that is shown; first the headline figures."""
    return {
        "definisi-diterima": (
            _("Complaints received"),
            _(
                "Every complaint in the register by the day it was filed (Asia/Jakarta), whatever became of it; in "
                "the month and the year of that day."
            ),
        ),
        "definisi-terbuka": (
            _("Open"),
            _("Waiting, in progress or postponed: neither answered, nor closed, nor archived."),
        ),
        "definisi-ditutup": (
            _("Closed"),
            _(
                "Every closed complaint, whoever closed it. Tabel 1 of Perbup 22/2022 calls these “diselesaikan”; "
                "it does not mean that each matter is settled."
            ),
        ),
        "definisi-tuntas": (
            _("Settled"),
            _("Closed, and the source or the complaint desk says the matter is settled."),
        ),
        "definisi-ditutup-sistem": (
            _("Closed by the system"),
            _("Closed since the reporter did not reply to an answer in time. Never counted as settled."),
        ),
        "definisi-diarsipkan": (_("Archived"), _("Put aside by the source without being handled.")),
        "definisi-tepat-waktu": (
            _("On time"),
            _(
                "Answered or closed no later than the due day, of the complaints for which both days are known. An "
                "export does not give the day of an answer: it is known of what the complaint desk records."
            ),
        ),
        "definisi-median": (
            _("Working days to the answer (median)"),
            _("Half of the complaints were answered or closed within so many working days of their receipt."),
        ),
        "definisi-persentil-90": (
            _("Working days to the answer (90th percentile)"),
            _("Nine of ten complaints were answered or closed within so many working days of their receipt."),
        ),
        "definisi-tanggapan-pertama": (
            _("Working days to the first response (median)"),
            _("Half of the complaints were taken up or answered within so many working days of their receipt."),
        ),
        "definisi-hari-kerja": (
            _("Working days"),
            _(
                "Monday to Friday without national holidays and collective leave, after the day of receipt. Only "
                "complaints for which both days are known; each figure says how many."
            ),
        ),
        "definisi-hasil": (
            _("Outcome"),
            _(
                "Where each complaint stands in the data of this release. Closed by the system is never counted as "
                "settled."
            ),
        ),
        "definisi-umur": (
            _("Age of open complaints"),
            _("Calendar days from the receipt of a complaint that is open to the day of the data."),
        ),
        "definisi-lewat-waktu": (
            _("Overdue"),
            _("Open although the due day lay before the day of the data."),
        ),
        "definisi-selesai": (
            _("Answered and closed"),
            _("By the month in which that happened, where its day is known."),
        ),
    }
