"""Rows for tests: what an import would have made, without a file."""

from datetime import datetime
from pathlib import Path
from unittest import mock

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command

from complaints_public.importing.parsing import JAKARTA
from complaints_public.importing.register import import_export
from complaints_public.models import Attention, Complaint, PublicText, Status, Tally, TimelineEvent, Visibility
from complaints_public.models.tallies import cells_of
from portal.models import Agency, Channel, ComplaintClass, District, Topic

FILES = Path(__file__).parent / "files"
EXPORT_2020 = Path(__file__).parents[1] / "examples" / "sp4n_export_2020.xlsx"
EXPORT_2021 = FILES / "sp4n_export_2021.csv"
EXPORT_DIRTY = FILES / "sp4n_export_dirty.xlsx"

AGENCIES_AND_TOPICS = {
    "Dinas Kependudukan dan Pencatatan Sipil": "Administrasi Kependudukan",
    "Dinas Pekerjaan Umum dan Penataan Ruang": "Infrastruktur",
    "Dinas Kesehatan": "Kesehatan",
    "Dinas Perhubungan": "Perhubungan",
    "Dinas Pendidikan dan Kebudayaan": "Pendidikan",
    "Dinas Lingkungan Hidup": "Lingkungan Hidup",
    "Dinas Sosial": "Sosial",
    "Dinas Tenaga Kerja dan Perindustrian": "Ketenagakerjaan",
    "Badan Kepegawaian, Pendidikan dan Pelatihan Daerah": "Kepegawaian",
}
DISTRICTS = [
    *["Adipala", "Bantarsari", "Binangun", "Cilacap Selatan", "Cilacap Tengah", "Cilacap Utara", "Cimanggu", "Cipari"],
    *["Dayeuhluhur", "Gandrungmangu", "Jeruklegi", "Kampung Laut", "Karangpucung", "Kawunganten", "Kedungreja"],
    *["Kesugihan", "Kroya", "Majenang", "Maos", "Nusawungu", "Patimuan", "Sampang", "Sidareja", "Wanareja"],
]


class AtMost(int):
    """For assertNumQueries where a cache in Redis spares a query that the cache in the database costs."""

    def __eq__(self, other):
        return other <= int(self)

    __hash__ = int.__hash__


def make_lists():
    """The short lists that the sample exports refer to."""
    for number, (agency, topic) in enumerate(AGENCIES_AND_TOPICS.items()):
        Agency.objects.create(name=agency, slug=f"instansi-{number}")
        Topic.objects.create(name=topic, slug=f"topik-{number}")
    for name, others in {"Situs web": ["Website"], "Aplikasi ponsel": ["Android"]}.items():
        Channel.objects.create(name=name, slug=name.split()[0].lower(), kind="contemporary", source_names=others)
    for name in ("SMS", "Media Sosial", "Tatap Muka", "Surat"):
        Channel.objects.create(name=name, slug=name.replace(" ", "-").lower(), kind="conventional")
    District.objects.bulk_create([District(name=name) for name in DISTRICTS])


def import_file(path, **options):
    return import_export(path.read_bytes(), path.name, **options)


def run_worker():
    """Does what waits in the queue, within the test's own transaction, which a worker of its own would not see."""
    with mock.patch("django_tasks_db.management.commands.db_worker.close_old_connections"):
        call_command("worker", "--once")


def make_user(group, **fields):
    user = get_user_model().objects.create_user(
        username=fields.pop("username", group.lower().replace(" ", "-")), **fields
    )
    user.groups.add(Group.objects.get(name=group))
    return user


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence("Dinas Contoh {}".format)
    slug = factory.Sequence("dinas-contoh-{}".format)


class ComplaintFactory(factory.django.DjangoModelFactory):
    """A complaint with its tally and its first event, as the importer leaves it."""

    class Meta:
        model = Complaint

    number = factory.Sequence(lambda n: str(7_000_000 + n))
    received_at = datetime(2021, 3, 3, 9, 30, tzinfo=JAKARTA)
    source_as_of = datetime(2021, 4, 30, 23, 59, tzinfo=JAKARTA)
    status = Status.IN_PROGRESS
    visibility = Visibility.OPEN
    source_visibility = factory.SelfAttribute("visibility")
    attention = factory.LazyAttribute(lambda row: row.visibility != Visibility.SECRET and Attention.NEW)
    agency = factory.SubFactory(AgencyFactory)
    complaint_class = factory.LazyFunction(lambda: ComplaintClass.objects.get(slug="tidak-berkadar-pengawasan"))
    raw_title = "Lampu jalan mati di depan rumah Budi Hartanto"
    raw_text = "Saya Budi Hartanto, telepon 081234567890, melaporkan lampu jalan mati."
    reporter_name = "Budi Hartanto"
    text_digest = "a" * 64
    source_digest = "b" * 64

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        complaint = super()._create(model_class, *args, **kwargs)
        Tally.objects.move((), cells_of(complaint, is_live=False))
        TimelineEvent.objects.append(
            complaint, TimelineEvent.Kind.RECEIVED, status=Status.RECEIVED, occurred_at=complaint.received_at
        )
        return complaint


def publish(complaint, title="Lampu jalan mati", summary="Lampu jalan di satu ruas jalan mati.", response=""):
    """The complaint's public text, approved; of a confidential one, from before it was made confidential."""
    visibility = complaint.visibility
    Complaint.objects.filter(pk=complaint.pk, visibility=Visibility.SECRET).update(visibility=Visibility.OPEN)
    text = PublicText(complaint=complaint, title=title, summary=summary, response=response)
    text.save()
    text.save_revision().publish()
    if visibility == Visibility.SECRET:
        published = Complaint.objects.get(pk=complaint.pk)
        Complaint.objects.filter(pk=complaint.pk).update(visibility=visibility)
        Tally.objects.move(cells_of(published), cells_of(Complaint.objects.get(pk=complaint.pk)))
    text.refresh_from_db()
    return text
