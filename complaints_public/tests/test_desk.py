"""The moderation desk: the queue, the page on which is decided, bulk actions, and who may do what."""

from datetime import timedelta
from urllib.parse import quote

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import ModelLogEntry, Revision

from complaints_public.models import Attention, Complaint, PublicText, ReplyTemplate, Status, TimelineEvent, Visibility
from complaints_public.models.complaint import CLAIM_LASTS
from complaints_public.moderation import decisions

from .factories import AgencyFactory, AtMost, ComplaintFactory, make_user, publish
from .test_tallies import check as assert_tallies_are_true


def submit(complaint, user, **values):
    """What a liaison does: writes a text and hands it in."""
    text = decisions.draft_of(complaint)
    for name, value in ({"title": "Lampu mati", "summary": "Lampu jalan mati."} | values).items():
        setattr(text, name, value)
    text.save_revision(user=user)
    text = PublicText.objects.get(complaint=complaint)
    text.get_workflow().start(text, user)
    return text


class DeskTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.own, cls.other = AgencyFactory(), AgencyFactory()
        cls.complaint = ComplaintFactory(agency=cls.own, resolution_due_on="2021-03-24")
        cls.later = ComplaintFactory(agency=cls.other, resolution_due_on="2021-04-24")
        cls.moderator = make_user("Moderator")
        cls.colleague = make_user("Moderator", username="rekan", first_name="Rekan")
        cls.liaison = make_user("Penghubung Instansi")
        cls.own.liaisons.add(cls.liaison)
        cls.inspector = make_user("Inspektorat")

    def setUp(self):
        self.client.force_login(self.moderator)

    def queue(self, query=""):
        response = self.client.get(reverse("complaint:queue") + query)
        return [complaint.pk for complaint in response.context["object_list"]]

    def decide(self, complaint, decision, **data):
        address = reverse("complaint:decide", args=[complaint.pk])
        page = self.client.get(address)
        typed = {"title": "Lampu mati", "summary": "Lampu jalan mati.", "response": "", "personal_data_reason": ""}
        seen = {"seen": page.context["form"]["seen"].value(), "decision": decision}
        return self.client.post(address, typed | seen | data)

    def state(self, complaint):
        return Complaint.objects.get(pk=complaint.pk)


class QueueTests(DeskTests):
    def test_oldest_deadline_first_reports_before_all_ended_ones_behind(self):
        soon = timezone.localdate() + timedelta(days=2)
        due_soon = ComplaintFactory(resolution_due_on=soon)
        undated = ComplaintFactory(resolution_due_on=None)
        ended = ComplaintFactory(resolution_due_on="2020-01-01", status=Status.CLOSED, close_reason="by_admin")
        reported = ComplaintFactory(resolution_due_on=soon + timedelta(days=90), attention=Attention.REPORTED)
        ordered = [reported, self.complaint, self.later, due_soon, undated, ended]
        self.assertEqual(self.queue(), [complaint.pk for complaint in ordered])
        page = self.client.get(reverse("complaint:queue"))
        self.assertContains(page, "melewati batas waktu", count=2)
        self.assertContains(page, "segera jatuh tempo", count=1)

    def test_leaves_out_what_is_decided_secret_or_undone(self):
        publish(self.complaint)
        ComplaintFactory(visibility=Visibility.SECRET)
        ComplaintFactory(is_void=True)
        decisions.withhold(self.later.pk, self.moderator, "indecent")
        self.assertEqual(self.queue(), [])
        self.assertContains(self.client.get(reverse("complaint:queue")), "Tidak ada yang menunggu keputusan.")

    def test_a_text_changed_at_the_source_comes_back(self):
        publish(self.complaint)
        decisions.withhold(self.later.pk, self.moderator, "other", "Sama dengan yang lain")
        Complaint.objects.update(text_digest="c" * 64)
        for complaint in Complaint.objects.all():
            complaint.refresh_attention()
        self.assertEqual(self.queue(), [self.complaint.pk, self.later.pk])

    def test_is_filtered_and_stays_filtered_from_one_to_the_next(self):
        query = f"?agency={self.other.pk}"
        self.assertEqual(self.queue(query), [self.later.pk])
        response = self.client.get(reverse("complaint:next") + query)
        self.assertRedirects(response, reverse("complaint:decide", args=[self.later.pk]) + query)

    def test_bad_parameters_are_forgiven(self):
        for query in ("?attention=x", "?agency=x", "?p=999", "?nonsense=1", "?ordering=raw_text", "?after=x"):
            with self.subTest(query):
                self.assertIn(self.client.get(reverse("complaint:queue") + query).status_code, (200, 404))
                self.assertEqual(self.client.get(reverse("complaint:next") + query).status_code, 302)

    def test_costs_the_same_for_many_rows_and_shows_no_text_as_filed(self):
        self.client.get(reverse("complaint:queue"))
        for _number in range(5):
            ComplaintFactory()
        with self.assertNumQueries(AtMost(20)):
            response = self.client.get(reverse("complaint:queue"))
        self.assertNotContains(response, "Budi")

    def test_is_for_those_who_decide(self):
        for user in (self.liaison, self.inspector):
            self.client.force_login(user)
            for address in (
                reverse("complaint:queue"),
                reverse("complaint:next"),
                reverse("complaint:decide", args=[self.complaint.pk]),
                reverse("complaint:preview", args=[self.complaint.pk]),
                reverse("complaint:lift", args=[self.complaint.pk]),
                reverse("wagtail_bulk_action", args=["complaints_public", "complaint", "withhold"]),
            ):
                with self.subTest(user=user.username, address=address):
                    response = self.client.get(address, {"id": self.complaint.pk})
                    self.assertIn(response.status_code, (302, 403))
                    self.assertNotEqual(response.headers.get("Location", "")[-8:], "preview/")
                    self.assertNotContains(self.client.get("/admin/"), "complaints/register/queue")


class DecisionTests(DeskTests):
    def test_shows_as_filed_proposal_and_preview_and_logs_the_reading(self):
        response = self.client.get(reverse("complaint:decide", args=[self.complaint.pk]))
        self.assertContains(response, "<mark")
        self.assertContains(response, "Budi Hartanto")
        proposal = response.context["proposal"]
        self.assertNotIn("Budi", proposal["title"] + proposal["text"])
        self.assertNotIn("081234567890", proposal["text"])
        self.assertIn("[nama orang]", proposal["text"])
        self.assertIn("lampu jalan mati", proposal["text"])
        read = ModelLogEntry.objects.filter(action="complaints_public.read_raw_text")
        self.assertEqual([(entry.user, entry.object_id) for entry in read], [(self.moderator, str(self.complaint.pk))])

    def test_who_may_not_read_texts_as_filed_sees_neither_them_nor_the_proposal(self):
        group = self.moderator.groups.get()
        group.permissions.remove(group.permissions.get(codename="view_raw_text"))
        response = self.client.get(reverse("complaint:decide", args=[self.complaint.pk]))
        self.assertNotContains(response, "Budi")
        self.assertNotContains(response, "lampu jalan mati")

    def test_preview_is_the_public_page_with_what_is_typed_and_keeps_nothing(self):
        address = reverse("complaint:preview", args=[self.complaint.pk])
        response = self.client.post(address, {"title": "Judul <b>baru</b>", "summary": "Yang sedang diketik"})
        self.assertContains(response, "Judul &lt;b&gt;baru&lt;/b&gt;")
        self.assertContains(response, "Yang sedang diketik")
        self.assertNotContains(response, "Budi")
        self.assertEqual(response.headers["X-Frame-Options"], "SAMEORIGIN")
        self.assertFalse(PublicText.objects.exists())

    def test_approving_publishes_and_leads_to_the_next(self):
        response = self.decide(self.complaint, "approve")
        self.assertRedirects(response, reverse("complaint:decide", args=[self.later.pk]))
        self.assertEqual(Complaint.objects.public().get()["title"], "Lampu mati")
        self.assertEqual(self.state(self.complaint).attention, Attention.NONE)
        assert_tallies_are_true()
        self.assertContains(self.client.get(f"/pengaduan/{self.complaint.number}/"), "Lampu jalan mati.")

    def test_personal_data_is_refused_unless_a_reason_is_given_and_nothing_typed_is_lost(self):
        typed = {"summary": "Hubungi 0812-3456-7890 untuk keterangan."}
        response = self.decide(self.complaint, "approve", **typed)
        self.assertContains(response, "tampak seperti data pribadi")
        self.assertContains(response, "Hubungi 0812-3456-7890 untuk keterangan.")
        self.assertFalse(Complaint.objects.public().exists())
        self.assertFalse(Revision.objects.for_instance(decisions.draft_of(self.complaint)).exists())
        self.decide(self.complaint, "approve", personal_data_reason="Nomor layanan umum kantor", **typed)
        self.assertTrue(Complaint.objects.public().exists())
        self.assertEqual(list(decisions.earlier(self.complaint))[0]["note"], "Nomor layanan umum kantor")

    def test_an_empty_text_is_not_published(self):
        response = self.decide(self.complaint, "approve", title="", summary=" ")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(list(response.context["form"].errors), ["title", "summary"])
        self.assertFalse(Complaint.objects.public().exists())

    def test_a_draft_is_kept_and_decides_nothing(self):
        self.decide(self.complaint, "save", summary="")
        self.assertEqual(self.state(self.complaint).attention, Attention.NEW)
        self.assertEqual(decisions.draft_of(self.complaint).title, "Lampu mati")
        self.assertFalse(Complaint.objects.public().exists())

    def test_submitted_text_is_approved_through_its_workflow(self):
        text = submit(self.complaint, self.liaison)
        self.assertEqual(self.state(self.complaint).attention, Attention.SUBMITTED)
        self.decide(self.complaint, "approve", title="Lampu jalan mati")
        self.assertEqual(Complaint.objects.public().get()["title"], "Lampu jalan mati")
        self.assertIsNone(text.current_workflow_state)
        self.assertEqual(self.state(self.complaint).attention, Attention.NONE)

    def test_sent_back_with_a_comment_and_submitted_again(self):
        submit(self.complaint, self.liaison)
        response = self.decide(self.complaint, "send_back", comment="pendek")
        self.assertContains(response, "Sebutkan dengan singkat apa yang kurang")
        self.decide(self.complaint, "send_back", comment="Tambahkan tanggapan instansi.")
        self.assertEqual(self.state(self.complaint).attention, Attention.SENT_BACK)
        self.assertNotIn(self.complaint.pk, self.queue())
        self.client.force_login(self.liaison)
        text = PublicText.objects.get(complaint=self.complaint)
        edit = reverse("wagtailsnippets_complaints_public_publictext:edit", args=[text.pk])
        self.assertContains(self.client.get(edit), "Tambahkan tanggapan instansi.")
        text.current_workflow_state.resume(self.liaison)
        self.assertEqual(self.state(self.complaint).attention, Attention.SUBMITTED)

    def test_nothing_submitted_cannot_be_sent_back(self):
        response = self.decide(self.complaint, "send_back", comment="Tambahkan tanggapan instansi.")
        self.assertContains(response, "Tidak ada teks yang diajukan")

    def test_withholding_needs_a_reason_withdraws_and_can_be_taken_back(self):
        publish(self.complaint)
        Complaint.objects.filter(pk=self.complaint.pk).update(attention=Attention.CHANGED)
        response = self.decide(self.complaint, "withhold")
        self.assertEqual(list(response.context["form"].errors), ["reason"])
        self.decide(self.complaint, "withhold", reason="proceedings", comment="Sedang disidangkan")
        self.assertFalse(Complaint.objects.public().exists())
        self.assertEqual(self.client.get(f"/pengaduan/{self.complaint.number}/").status_code, 404)
        self.assertNotIn(self.complaint.pk, self.queue())
        assert_tallies_are_true()
        page = self.client.get(reverse("complaint:inspect", args=[self.complaint.pk]))
        for shown in ("Menjadi bagian dari proses hukum", "Sedang disidangkan", self.moderator.username):
            self.assertContains(page, shown)
        lift = reverse("complaint:lift", args=[self.complaint.pk])
        self.client.post(lift, {"comment": "Perkaranya sudah diputus"})
        self.assertIn(self.complaint.pk, self.queue())
        self.assertFalse(Complaint.objects.public().exists())

    def test_made_confidential_more_strictly_than_the_source_until_taken_back(self):
        publish(self.complaint)
        Complaint.objects.filter(pk=self.complaint.pk).update(attention=Attention.CHANGED)
        self.decide(self.complaint, "secret", comment="Pelapor takut dikenali")
        complaint = self.state(self.complaint)
        self.assertEqual((complaint.visibility, complaint.source_visibility), (Visibility.SECRET, Visibility.OPEN))
        self.assertEqual(self.client.get(f"/pengaduan/{complaint.number}/").status_code, 404)
        self.assertNotIn(complaint.pk, self.queue())
        assert_tallies_are_true()
        self.client.post(reverse("complaint:lift", args=[complaint.pk]), {"comment": "Pelapor sudah setuju"})
        self.assertEqual(self.state(complaint).visibility, Visibility.OPEN)
        self.assertFalse(Complaint.objects.public().exists())
        self.assertIn(complaint.pk, self.queue())

    def test_a_comment_holds_no_personal_data(self):
        response = self.decide(self.complaint, "secret", comment="Kata Bapak Sutrisno, telepon 081234567890")
        self.assertContains(response, "Komentar harus tanpa data pribadi")
        self.assertEqual(self.state(self.complaint).visibility, Visibility.OPEN)

    def test_an_edit_after_approval_leaves_the_approved_text_public(self):
        publish(self.complaint, title="Yang disetujui")
        submit(self.complaint, self.liaison, title="Yang baru")
        self.assertEqual(Complaint.objects.public().get()["title"], "Yang disetujui")
        self.assertIn(self.complaint.pk, self.queue())
        self.decide(self.complaint, "approve", title="Yang baru")
        self.assertEqual(Complaint.objects.public().get()["title"], "Yang baru")
        kinds = TimelineEvent.objects.filter(complaint=self.complaint, kind=TimelineEvent.Kind.PUBLISHED)
        self.assertEqual(kinds.count(), 2)

    def test_an_unknown_decision_or_a_complaint_that_is_not_there(self):
        self.assertContains(self.decide(self.complaint, "burn"), "Pilih apa yang harus dilakukan.")
        self.assertEqual(self.client.get(reverse("complaint:decide", args=[999_999])).status_code, 404)


class CollisionTests(DeskTests):
    def test_a_colleague_reads_but_does_not_decide_until_it_is_free(self):
        address = reverse("complaint:decide", args=[self.complaint.pk])
        seen = self.client.get(address).context["form"]["seen"].value()
        self.client.force_login(self.colleague)
        response = self.client.get(address)
        self.assertContains(response, f"{self.moderator.username} sedang membuka pengaduan ini")
        typed = {"title": "Lampu mati", "summary": "Lampu jalan mati.", "seen": seen, "decision": "approve"}
        self.assertContains(self.client.post(address, typed), "sedang membuka pengaduan ini")
        self.assertFalse(Complaint.objects.public().exists())
        following = self.client.get(reverse("complaint:next"))
        self.assertRedirects(following, reverse("complaint:decide", args=[self.later.pk]))
        Complaint.objects.update(claimed_at=timezone.now() - CLAIM_LASTS)
        self.client.post(address, typed)
        self.assertTrue(Complaint.objects.public().exists())

    def test_one_who_moves_on_lets_go(self):
        self.client.get(reverse("complaint:decide", args=[self.complaint.pk]))
        self.client.get(reverse("complaint:decide", args=[self.later.pk]))
        self.assertIsNone(self.state(self.complaint).holder)
        self.assertEqual(self.state(self.later).holder, self.moderator)

    def test_a_text_that_a_colleague_locked_is_not_decided_on(self):
        text = submit(self.complaint, self.liaison)
        PublicText.objects.filter(pk=text.pk).update(locked=True, locked_by=self.colleague)
        self.assertContains(self.decide(self.complaint, "approve"), "mengunci teks ini")
        self.assertFalse(Complaint.objects.public().exists())

    def test_a_moderator_who_was_deactivated_keeps_nobody_waiting(self):
        self.complaint.claim_for(self.colleague)
        self.colleague.is_active = False
        self.colleague.save()
        self.decide(self.complaint, "approve")
        self.assertTrue(Complaint.objects.public().exists())

    def test_the_form_of_the_text_is_locked_for_others_meanwhile(self):
        text = submit(self.complaint, self.liaison)
        edit = reverse("wagtailsnippets_complaints_public_publictext:edit", args=[text.pk])
        self.client.get(reverse("complaint:decide", args=[self.complaint.pk]))
        self.client.force_login(self.colleague)
        self.assertContains(self.client.get(edit), "sedang membuka pengaduan ini untuk diputuskan")

    def test_what_changed_since_it_was_opened_is_looked_at_again(self):
        address = reverse("complaint:decide", args=[self.complaint.pk])
        seen = self.client.get(address).context["form"]["seen"].value()
        Complaint.objects.filter(pk=self.complaint.pk).update(text_digest="d" * 64)
        typed = {"title": "Lampu mati", "summary": "Sudah panjang diketik.", "seen": seen, "decision": "approve"}
        response = self.client.post(address, typed)
        self.assertContains(response, "berubah sejak Anda membukanya")
        self.assertContains(response, "Sudah panjang diketik.")
        typed["seen"] = response.context["form"]["seen"].value()
        self.assertEqual(self.client.post(address, typed).status_code, 302)


class BulkTests(DeskTests):
    def act(self, action, *complaints, **data):
        address = reverse("wagtail_bulk_action", args=["complaints_public", "complaint", action])
        query = "&".join(f"id={getattr(complaint, 'pk', complaint)}" for complaint in complaints)
        self.confirmation = self.client.get(f"{address}?{query}")
        return self.client.post(f"{address}?{query}&next={reverse('complaint:queue')}", data, follow=True)

    def test_approves_those_with_a_text_and_says_why_others_are_left(self):
        submit(self.complaint, self.liaison)
        response = self.act("approve", self.complaint, self.later)
        self.assertContains(self.confirmation, self.later.number)
        self.assertContains(response, "1 pengaduan diputuskan.")
        self.assertContains(response, f"{self.later.number}: Judul dan ringkasan publiknya belum ada.")
        self.assertEqual([row["pk"] for row in Complaint.objects.public()], [self.complaint.pk])
        assert_tallies_are_true()

    def test_sends_back_withholds_and_makes_confidential(self):
        submit(self.complaint, self.liaison)
        self.act("send-back", self.complaint, comment="Tambahkan tanggapan instansi.")
        self.assertEqual(self.state(self.complaint).attention, Attention.SENT_BACK)
        self.act("withhold", self.later, reason="no_complaint")
        self.assertEqual(self.state(self.later).withheld, "no_complaint")
        third = ComplaintFactory()
        self.assertContains(self.act("mark-secret", third, comment="x"), "10")
        self.act("mark-secret", "all", comment="Menyangkut anak di bawah umur")
        self.assertEqual(self.state(third).visibility, Visibility.SECRET)
        self.assertEqual(self.queue(), [])

    def test_reaches_only_what_waits_and_nothing_a_colleague_has_open(self):
        published = publish(ComplaintFactory()).complaint
        self.later.claim_for(self.colleague)
        response = self.act("withhold", published, self.later, "x", "9" * 30, reason="indecent")
        self.assertContains(response, "sedang membuka pengaduan ini")
        self.assertEqual(self.state(published).withheld, "")
        self.assertEqual(self.state(self.later).withheld, "")

    def test_no_other_bulk_action_is_there(self):
        for model, action in (("publictext", "delete"), ("complaint", "delete"), ("replytemplate", "delete")):
            address = reverse("wagtail_bulk_action", args=["complaints_public", model, action])
            self.assertEqual(self.client.get(f"{address}?id={self.complaint.pk}").status_code, 404)

    def test_everything_chosen_is_everything_in_the_queue_as_filtered(self):
        address = reverse("wagtail_bulk_action", args=["complaints_public", "complaint", "withhold"])
        queue = f"{reverse('complaint:queue')}?agency={self.own.pk}"
        self.client.post(f"{address}?id=all&next={quote(queue)}", {"reason": "indecent"})
        self.assertEqual((self.state(self.complaint).withheld, self.state(self.later).withheld), ("indecent", ""))

    def test_personal_data_is_never_approved_unseen_whatever_reason_its_author_gave(self):
        reason = {"personal_data_reason": "Memang perlu disebut di sini"}
        submit(self.complaint, self.liaison, summary="Hubungi 081234567890", **reason)
        self.assertContains(self.act("approve", self.complaint), "putuskan di halamannya")
        self.assertFalse(Complaint.objects.public().exists())
        page = self.client.get(reverse("complaint:decide", args=[self.complaint.pk]))
        self.assertContains(page, "Memang perlu disebut di sini")
        self.assertEqual(page.context["form"]["personal_data_reason"].value(), "")

    def test_one_of_two_decisions_at_the_same_moment_stands(self):
        decisions.withhold(self.complaint.pk, self.moderator, "indecent")
        for late in (
            lambda: decisions.approve(self.complaint.pk, self.colleague),
            lambda: decisions.mark_secret(self.complaint.pk, self.colleague, "Menyangkut anak"),
        ):
            with self.assertRaisesMessage(decisions.Refused, "tidak menunggu keputusan lagi"), override("id"):
                late()
        self.assertEqual(self.state(self.complaint).withheld, "indecent")


class ReplyTests(DeskTests):
    def test_offers_what_fits_with_the_complaints_own_values(self):
        ReplyTemplate.objects.create(name="Punya lain", text="Lain", agency=self.other)
        ReplyTemplate.objects.create(name="Punya sendiri", text="Dari {agency} nomor {number} {apa}", agency=self.own)
        response = self.client.get(reverse("complaint:decide", args=[self.complaint.pk]))
        self.assertContains(response, f"Dari {self.own} nomor {self.complaint.number} {{apa}}")
        self.assertNotContains(response, "Punya lain")
        self.assertContains(response, "Sedang ditindaklanjuti")

    def test_a_liaison_finds_them_in_the_form_of_the_text(self):
        text = submit(self.complaint, self.liaison)
        text.current_workflow_state.cancel()
        self.client.force_login(self.liaison)
        edit = reverse("wagtailsnippets_complaints_public_publictext:edit", args=[text.pk])
        self.assertContains(self.client.get(edit), "Sedang ditindaklanjuti")
        listing = reverse("wagtailsnippets_complaints_public_replytemplate:list")
        self.assertEqual(self.client.get(listing).status_code, 302)
