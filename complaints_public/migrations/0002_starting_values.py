from django.db import migrations

# Status words of SP4N-LAPOR! → (status, reason for closing). Editable afterwards; new words are added there.
STATUSES = {
    "Belum Diverifikasi": ("received", ""),
    "Laporan Baru": ("received", ""),
    "Belum Terverifikasi": ("received", ""),
    "Terverifikasi": ("verified", ""),
    "Belum Terdisposisi": ("verified", ""),
    "Terdisposisi": ("forwarded", ""),
    "Terdisposisi Belum Ditindaklanjuti": ("forwarded", ""),
    "Terdisposisi Belum Diproses": ("forwarded", ""),
    "Terdisposisi Sedang Diproses": ("in_progress", ""),
    "Sedang Diproses": ("in_progress", ""),
    # The reporter replied to an answer: it is the agency's turn again.
    "Ditanggapi oleh Pelapor": ("in_progress", ""),
    "Ditanggapi oleh Instansi": ("answered", ""),
    "Ditanggapi oleh Admin": ("answered", ""),
    "Menunggu Verifikasi": ("received", ""),
    "Belum Ditindaklanjuti": ("forwarded", ""),
    "Diproses": ("in_progress", ""),
    "Ditanggapi": ("answered", ""),
    "Sudah Ditanggapi": ("answered", ""),
    "Ditolak": ("closed", "not_eligible"),
    "Tidak Memenuhi Syarat": ("closed", "not_eligible"),
    "Selesai": ("closed", "solved"),
    "Ditutup oleh Pelapor": ("closed", "solved"),
    "Ditutup oleh Admin": ("closed", "by_admin"),
    "Ditutup oleh Sistem": ("closed", "by_silence"),
    "Ditunda": ("postponed", ""),
    "Ditunda oleh Admin": ("postponed", ""),
    "Diarsipkan": ("archived", ""),
    "Diarsipkan oleh Admin": ("archived", ""),
    "Diarsipkan oleh Sistem": ("archived", ""),
}
NATIONAL_GUIDELINE = "Permenpan RB 62/2018 (pedoman pengelolaan SP4N)"
# (step, slug of the class or None for every class, working days or None for no limit)
RULES = [
    ("verify", None, 3),
    ("first_response", None, 5),
    ("resolution", "informasi", 5),
    ("resolution", "tidak-berkadar-pengawasan", 14),
    ("resolution", "berkadar-pengawasan", 60),
    ("resolution", "aspirasi", None),
    ("reporter_reply", None, 10),
]


def create(apps, schema_editor):
    StatusMapping = apps.get_model("complaints_public", "StatusMapping")
    DeadlineRule = apps.get_model("complaints_public", "DeadlineRule")
    ComplaintClass = apps.get_model("portal", "ComplaintClass")
    for words, (status, close_reason) in STATUSES.items():
        StatusMapping.objects.create(
            origin="sp4n", source_status=words, status=status, close_reason=close_reason
        )
    for step, slug, working_days in RULES:
        DeadlineRule.objects.create(
            step=step,
            complaint_class=ComplaintClass.objects.get(slug=slug) if slug else None,
            working_days=working_days,
            citation=NATIONAL_GUIDELINE,
        )


class Migration(migrations.Migration):
    dependencies = [("complaints_public", "0001_initial"), ("portal", "0003_complaint_classes")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
