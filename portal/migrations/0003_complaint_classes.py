from django.db import migrations

# The four classes of SP4N-LAPOR!; the first three are those of the SOPs in Perbup 22/2022, BAB IV.1.
CLASSES = [
    {
        "slug": "informasi",
        "name": "Permintaan informasi",
        "name_en": "Request for information",
        "source_names": ["Permintaan Informasi", "Pengaduan Bersifat Normatif", "Normatif"],
        "explanation": "Warga bertanya atau meminta keterangan. Tidak perlu pemeriksaan lapangan.",
        "explanation_en": "A citizen asks a question. No inspection on site is needed.",
    },
    {
        "slug": "tidak-berkadar-pengawasan",
        "name": "Pengaduan tidak berkadar pengawasan",
        "name_en": "Complaint without a supervisory matter",
        "source_names": ["Pengaduan Tidak Berkadar Pengawasan", "Tidak Berkadar Pengawasan"],
        "explanation": "Keluhan tentang layanan, tanpa dugaan pelanggaran oleh petugas.",
        "explanation_en": "A complaint about a service, without suspected wrongdoing by an official.",
    },
    {
        "slug": "berkadar-pengawasan",
        "name": "Pengaduan berkadar pengawasan",
        "name_en": "Complaint with a supervisory matter",
        "source_names": ["Pengaduan Berkadar Pengawasan", "Berkadar Pengawasan"],
        "explanation": "Ada dugaan pelanggaran atau penyimpangan, sehingga perlu pemeriksaan.",
        "explanation_en": "Wrongdoing is suspected, so that an inspection is needed.",
    },
    {
        "slug": "aspirasi",
        "name": "Aspirasi",
        "name_en": "Aspiration",
        "source_names": ["Aspirasi"],
        "explanation": "Usul atau harapan warga. Tidak ada batas waktu penyelesaian.",
        "explanation_en": "A citizen's proposal or wish. There is no time limit.",
    },
]


def create(apps, schema_editor):
    ComplaintClass = apps.get_model("portal", "ComplaintClass")
    for values in CLASSES:
        ComplaintClass.objects.get_or_create(slug=values["slug"], defaults=values)


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_district")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
