import re

from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import reverse
from wagtail.models import ModelLogEntry, Revision, TaskState

from complaints_public.models import (
    Complaint,
    DeadlineRule,
    ImportRun,
    PublicText,
    Status,
    StatusMapping,
    TimelineEvent,
    Visibility,
)
from complaints_public.models.complaint import PUBLIC_FIELDS
from complaints_public.models.public_complaint import PublicComplaint
from complaints_public.moderation import decisions
from complaints_public.moderation.registers import (
    REGISTERS,
    DeadlineRuleAdmin,
    HolidayAdmin,
    ImportFaultAdmin,
    ImportRunAdmin,
    StatusMappingAdmin,
    TimelineAdmin,
)

from .factories import (
    EXPORT_DIRTY,
    AgencyFactory,
    AtMost,
    ComplaintFactory,
    import_file,
    make_lists,
    make_user,
    publish,
)

COLLECT = "collect_workflow_action_data"
TEXT_URL = "wagtailsnippets_complaints_public_publictext"


def text_url(name, *args):
    return reverse(f"{TEXT_URL}:{name}", args=args)


def register_url(register, action="index", *args):
    return register().url_helper.get_action_url(action, *args)


def form_data(**values):
    return {"title": "Lampu mati", "summary": "Lampu jalan mati.", "response": "", "personal_data_reason": ""} | values


class DeskTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.own, cls.other = AgencyFactory(), AgencyFactory()
        cls.complaint = ComplaintFactory(agency=cls.own, resolution_due_on="2021-03-24")
        cls.foreign = ComplaintFactory(agency=cls.other, status=Status.CLOSED, close_reason="by_admin")
        cls.moderator = make_user("Moderator")
        cls.liaison = make_user("Penghubung Instansi")
        cls.own.liaisons.add(cls.liaison)
        cls.inspector = make_user("Inspektorat")
        cls.editor = make_user("Editor")

    def begin(self, complaint):
        response = self.client.post(reverse("complaint:write", args=[complaint.pk]))
        return PublicText.objects.filter(complaint=complaint).first(), response


class ListingTests(DeskTests):
    def listed(self, query=""):
        response = self.client.get(reverse("complaint:index") + query)
        self.assertEqual(response.status_code, 200)
        return {complaint.pk for complaint in response.context["object_list"]}

    def test_filters_by_status_class_agency_and_overdue(self):
        self.client.force_login(self.moderator)
        self.assertEqual(self.listed(), {self.complaint.pk, self.foreign.pk})
        self.assertEqual(self.listed("?status=closed"), {self.foreign.pk})
        self.assertEqual(self.listed(f"?agency={self.own.pk}"), {self.complaint.pk})
        self.assertEqual(self.listed("?is_overdue=true"), {self.complaint.pk})
        self.assertEqual(self.listed(f"?complaint_class={self.complaint.complaint_class_id}"), self.listed())
        self.assertEqual(self.listed("?public_text=none"), self.listed())
        self.assertEqual(self.listed(f"?q={self.foreign.number}"), {self.foreign.pk})

    def test_text_that_changed_at_the_source_is_found(self):
        publish(self.complaint)
        self.client.force_login(self.moderator)
        self.assertEqual(self.listed("?public_text=review"), set())
        Complaint.objects.filter(pk=self.complaint.pk).update(text_digest="c" * 64)
        self.assertEqual(self.listed("?public_text=review"), {self.complaint.pk})

    def test_costs_the_same_for_many_rows(self):
        self.client.force_login(self.moderator)
        self.client.get(reverse("complaint:index"))
        with self.assertNumQueries(AtMost(20)):
            self.client.get(reverse("complaint:index"))

    def test_bad_parameters_are_forgiven(self):
        self.client.force_login(self.moderator)
        for query in ("?status=x", "?agency=x", "?p=999", "?nonsense=1", "?is_overdue=perhaps", "?ordering=raw_text"):
            with self.subTest(query):
                self.assertIn(self.client.get(reverse("complaint:index") + query).status_code, (200, 404))

    def test_shows_no_text_as_filed(self):
        self.client.force_login(self.moderator)
        response = self.client.get(reverse("complaint:index"))
        self.assertNotContains(response, "Budi")
        self.assertContains(response, self.complaint.number)


class WorkflowTests(DeskTests):
    def submitted(self):
        self.client.force_login(self.liaison)
        text, response = self.begin(self.complaint)
        self.assertRedirects(response, text_url("edit", text.pk))
        self.client.post(text_url("edit", text.pk), form_data(**{"action-submit": "1"}))
        return text

    def test_moderator_approves_what_a_liaison_submitted(self):
        text = self.submitted()
        self.assertEqual(self.client.get(f"/pengaduan/{self.complaint.number}/").status_code, 404)
        decisions.approve(self.complaint.pk, self.moderator)
        self.client.force_login(self.moderator)
        self.assertContains(self.client.get(f"/pengaduan/{self.complaint.number}/"), "Lampu jalan mati.")
        actions = set(ModelLogEntry.objects.for_instance(text).values_list("action", flat=True))
        self.assertLessEqual({"wagtail.workflow.start", "wagtail.workflow.approve", "wagtail.publish"}, actions)
        self.assertContains(self.client.get(text_url("history", text.pk)), "Moderasi teks publik")

    def test_wagtails_own_ways_to_decide_lead_to_the_desk_and_decide_nothing(self):
        """They know neither who has a complaint open, nor a reason, nor what was decided before."""
        text = self.submitted()
        task_state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
        published = publish(self.foreign)
        desk = reverse("complaint:decide", args=[self.complaint.pk])
        administrator = get_user_model().objects.create_superuser("administrator")
        for user in (self.moderator, administrator):
            self.client.force_login(user)
            for action in ("approve", "reject"):
                ways = [text_url(name, text.pk, action, task_state.pk) for name in ("workflow_action", COLLECT)]
                for way in ways:
                    self.assertRedirects(self.client.post(way, {"comment": "x"}), desk, fetch_redirect_response=False)
                form = {"action-workflow-action": "true", "workflow-action-name": action}
                self.client.post(text_url("edit", text.pk), form_data(**form))
            self.client.post(text_url("edit", text.pk), form_data(**{"action-publish": "1"}))
            self.client.post(text_url("unpublish", published.pk))
            page = self.client.get(text_url("edit", text.pk)).content.decode()
            self.assertNotIn("action-publish", page)
            self.assertNotIn("data-workflow-action-name", page)
        text.refresh_from_db()
        published.refresh_from_db()
        task_state.refresh_from_db()
        self.assertEqual((text.live, published.live, task_state.status), (False, True, "in_progress"))

    def test_text_in_moderation_is_locked_for_its_writer(self):
        self.client.force_login(self.liaison)
        text, _response = self.begin(self.complaint)
        self.client.post(text_url("edit", text.pk), form_data(**{"action-submit": "1"}))
        self.client.post(text_url("edit", text.pk), form_data(title="Diam-diam diubah"))
        self.assertNotIn("Diam-diam", text.get_latest_revision_as_object().title)

    def test_liaison_cannot_publish(self):
        self.client.force_login(self.liaison)
        text, _response = self.begin(self.complaint)
        self.client.post(text_url("edit", text.pk), form_data(**{"action-publish": "1"}))
        text.refresh_from_db()
        self.assertFalse(text.live)

    def test_name_of_the_reporter_is_refused_and_a_dash_is_no_reason(self):
        self.client.force_login(self.moderator)
        text, _response = self.begin(self.complaint)
        data = form_data(summary="Lampu jalan di depan rumah hartanto mati.", **{"action-publish": "1"})
        for reason in ("", "-"):
            response = self.client.post(text_url("edit", text.pk), data | {"personal_data_reason": reason})
            self.assertIn("summary", response.context["form"].errors)

    def test_what_may_not_be_public_cannot_go_live_by_another_way(self):
        with self.assertRaises(ValidationError):
            publish(self.complaint, summary="NIK 3301012507800001")
        for fields in ({"withheld": "indecent"}, {"visibility": Visibility.SECRET}):
            text = PublicText(complaint=ComplaintFactory(**fields), title="Lampu mati", summary="Lampu jalan mati.")
            text.save()
            with self.assertRaises(ValidationError):
                text.save_revision().publish()

    def test_a_reason_for_keeping_personal_data_holds_none_and_words_are_words(self):
        for values in ({"personal_data_reason": "NIK 3301012507800001 milik Budi"}, {"title": "\u200b\u202e"}):
            with self.assertRaises(ValidationError):
                PublicText(complaint=self.complaint, **{"title": "Lampu", "summary": "Mati"} | values).clean()

    def test_nothing_as_filed_gets_into_revisions_or_the_log(self):
        self.client.force_login(self.moderator)
        text, _response = self.begin(self.complaint)
        self.client.post(text_url("edit", text.pk), form_data(**{"action-publish": "1"}))
        kept = str(list(Revision.objects.values())) + str(list(ModelLogEntry.objects.values()))
        for word in ("Budi", "081234567890", self.complaint.number):
            self.assertNotIn(word, kept)

    def test_preview_is_the_public_page_of_the_draft(self):
        self.client.force_login(self.moderator)
        text, _response = self.begin(self.complaint)
        url = text_url("preview_on_edit", text.pk)
        self.client.post(url, form_data(title="Judul pratinjau"))
        response = self.client.get(url)
        self.assertContains(response, "Judul pratinjau")
        self.assertContains(response, "Dinas Contoh")
        # The edit form shows it in a frame.
        self.assertIn("frame-ancestors 'self'", response.headers["Content-Security-Policy"])
        self.assertEqual(response.headers["X-Frame-Options"], "SAMEORIGIN")


class WallTests(DeskTests):
    """A liaison meets only the own agency's complaints; the others only what their group is for."""

    def test_liaison_lists_only_the_own_agency(self):
        publish(self.foreign)
        self.client.force_login(self.liaison)
        for url in (reverse("complaint:index"), text_url("list")):
            response = self.client.get(url)
            self.assertNotContains(response, self.foreign.number)
            self.assertNotContains(response, self.other.name)
        response = self.client.get(reverse("complaint:index") + f"?q={self.foreign.number}")
        self.assertEqual(len(response.context["object_list"]), 0)

    def test_liaison_reaches_nothing_of_another_agency(self):
        text = publish(self.foreign)
        revision = text.latest_revision_id
        self.client.force_login(self.liaison)
        pages = [reverse("complaint:inspect", args=[self.foreign.pk])]
        pages += [text_url(name, text.pk) for name in ("edit", "history", "preview_on_edit", "usage", "unpublish")]
        pages += [text_url("revisions_view", text.pk, revision), text_url("revisions_revert", text.pk, revision)]
        for url in pages:
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)
        for url in (
            reverse("complaint:write", args=[self.foreign.pk]),
            text_url("edit", text.pk),
            text_url("lock", text.pk),
        ):
            with self.subTest(url):
                self.assertEqual(self.client.post(url, form_data()).status_code, 404)

    def test_liaison_reads_the_own_complaints_and_it_is_logged(self):
        self.client.force_login(self.liaison)
        self.assertContains(self.client.get(reverse("complaint:inspect", args=[self.complaint.pk])), "Budi Hartanto")
        entry = ModelLogEntry.objects.get(action="complaints_public.read_raw_text")
        self.assertEqual((entry.user, entry.object_id), (self.liaison, str(self.complaint.pk)))

    def test_inspectorate_reads_without_texts_as_filed_and_changes_nothing(self):
        self.client.force_login(self.inspector)
        response = self.client.get(reverse("complaint:inspect", args=[self.complaint.pk]))
        self.assertContains(response, self.complaint.number)
        self.assertNotContains(response, "Budi")
        for name in ("write", "code", "step"):
            url = reverse(f"complaint:{name}", args=[self.complaint.pk])
            self.assertNotEqual(self.client.post(url, {"status": "closed"}).status_code, 200)
        self.assertFalse(PublicText.objects.exists())
        self.assertEqual(Complaint.objects.get(pk=self.complaint.pk).status, Status.IN_PROGRESS)

    def test_page_editor_and_strangers_meet_no_complaint(self):
        urls = [
            reverse("complaint:index"),
            reverse("complaint:inspect", args=[self.complaint.pk]),
            reverse("complaint:import"),
            text_url("list"),
            register_url(TimelineAdmin),
            register_url(ImportRunAdmin),
        ]
        self.client.force_login(self.editor)
        for url in urls:
            with self.subTest(url):
                response = self.client.get(url)
                self.assertIn(response.status_code, (302, 404))  # Wagtail sends back to its dashboard
                self.assertEqual(response.headers.get("Location", "/admin/"), "/admin/")
        self.client.logout()
        for url in urls:
            self.assertIn("/admin/login/", self.client.get(url).url)

    def test_choosers_and_bulk_actions_list_no_public_texts(self):
        publish(self.foreign)
        for path in (
            "snippets/choose/complaints_public/publictext/",
            "snippets/choose/complaints_public/publictext/chosen/1/",
            "bulk/complaints_public/publictext/delete/?id=all",
        ):
            for user in (self.liaison, self.inspector, self.editor):
                self.client.force_login(user)
                self.assertEqual(self.client.get(f"/admin/{path}").status_code, 404)

    def test_registers_answer_no_questions_about_other_tables(self):
        self.client.force_login(self.inspector)
        for register, query in (
            (ImportRunAdmin, "user__password__startswith=pbkdf2"),
            (TimelineAdmin, "complaint__reporter_digest__startswith=a"),
            (TimelineAdmin, "complaint__number__startswith=7"),
            (ImportFaultAdmin, "run__user__username=x"),
        ):
            url = register_url(register)
            self.assertRedirects(self.client.get(f"{url}?{query}"), url)
        self.assertEqual(self.client.get(register_url(TimelineAdmin) + "?kind__exact=received").status_code, 200)

    def test_export_of_the_listing_holds_what_the_user_may_see(self):
        self.client.force_login(self.liaison)
        response = self.client.get(reverse("complaint:index") + "?export=csv")
        content = b"".join(response.streaming_content).decode()
        self.assertIn(self.complaint.number, content)
        self.assertIn("2021-03-03", content)  # the day in Jakarta
        self.assertIn(str(Status.IN_PROGRESS.label), content)
        self.assertNotIn(self.foreign.number, content)
        self.assertNotIn("Budi", content)
        self.assertEqual(self.client.get(text_url("list") + "?export=csv").status_code, 404)

    def test_days_are_typed_into_the_browsers_own_field(self):
        self.client.force_login(self.moderator)
        urls = [reverse("complaint:step", args=[self.complaint.pk]), reverse("complaint:import")]
        urls += [register_url(register, "create") for register in (HolidayAdmin, DeadlineRuleAdmin)]
        for url in urls:
            self.assertContains(self.client.get(url), 'type="date"')

    def test_history_of_everything_is_for_administrators(self):
        for user in (self.liaison, self.inspector, self.moderator):
            self.client.force_login(user)
            self.assertEqual(self.client.get("/admin/reports/site-history/").status_code, 302)
        self.client.force_login(get_user_model().objects.create_superuser("root"))
        self.assertEqual(self.client.get("/admin/reports/site-history/").status_code, 200)

    def test_moderator_adds_a_spelling_but_names_no_liaison(self):
        self.client.force_login(self.moderator)
        url = reverse("wagtailsnippets_portal_agency:edit", args=[self.own.pk])
        data = {"name": self.own.name, "slug": self.own.slug, "kind": "office", "source_names": "Din. Contoh\n\nDC "}
        self.client.post(url, data | {"liaisons": [self.moderator.pk]})
        self.own.refresh_from_db()
        self.assertEqual(self.own.source_names, ["Din. Contoh", "DC"])
        self.assertEqual(list(self.own.liaisons.all()), [self.liaison])

    def test_liaison_sees_no_ledger_and_no_import_runs(self):
        self.client.force_login(self.liaison)
        for register in (TimelineAdmin, ImportRunAdmin, ImportFaultAdmin):
            self.assertEqual(self.client.get(register_url(register)).status_code, 302)

    def test_no_form_edits_the_register_not_even_for_a_superuser(self):
        self.client.force_login(get_user_model().objects.create_superuser("root"))
        run = ImportRun.objects.create(origin="sp4n", file_name="x", file_digest="0" * 64, as_of="2021-01-01T00:00Z")
        for register, pk in ((TimelineAdmin, TimelineEvent.objects.first().pk), (ImportRunAdmin, run.pk)):
            for action in ("edit", "delete"):
                response = self.client.post(register_url(register, action, pk), {})
                self.assertEqual(response.status_code, 302)
        self.assertTrue(ImportRun.objects.filter(pk=run.pk).exists())
        self.assertNotContains(self.client.get(reverse("complaint:index")), "register/new/")


class StepAndCodeTests(DeskTests):
    def test_moderator_records_a_step(self):
        self.client.force_login(self.moderator)
        url = reverse("complaint:step", args=[self.complaint.pk])
        self.assertContains(self.client.get(url), "occurred_on")
        self.client.post(url, {"status": "answered", "close_reason": "", "occurred_on": "2021-03-10"})
        event = TimelineEvent.objects.filter(complaint=self.complaint).first()
        self.assertEqual((event.status, event.occurred_at.date().isoformat()), ("answered", "2021-03-10"))

    def test_steps_stand_in_their_order(self):
        self.client.force_login(self.moderator)
        url = reverse("complaint:step", args=[self.complaint.pk])
        received_on = self.complaint.received_at.date().isoformat()
        self.client.post(url, {"status": "forwarded", "close_reason": "", "occurred_on": received_on})
        self.client.post(url, {"status": "answered", "close_reason": "", "occurred_on": "2021-03-10"})
        response = self.client.post(url, {"status": "closed", "close_reason": "solved", "occurred_on": "2021-03-05"})
        self.assertIn("occurred_on", response.context["form"].errors)
        row = Complaint.objects.filter(pk=self.complaint.pk).values("pk", **PUBLIC_FIELDS).get()
        way = PublicComplaint(row).timeline
        self.assertEqual(
            [str(Status(e).label) for e in ("received", "forwarded", "answered")], [e["label"] for e in way]
        )
        self.assertTrue(way[-1]["is_current"])

    def test_impossible_steps_are_explained(self):
        self.client.force_login(self.moderator)
        url = reverse("complaint:step", args=[self.complaint.pk])
        for data, field in (
            ({"status": "closed", "close_reason": "", "occurred_on": "2021-03-10"}, "close_reason"),
            ({"status": "answered", "close_reason": "solved", "occurred_on": "2021-03-10"}, "close_reason"),
            ({"status": "answered", "close_reason": "", "occurred_on": "2020-01-01"}, "occurred_on"),
            ({"status": "answered", "close_reason": "", "occurred_on": "2099-01-01"}, "occurred_on"),
            ({"status": "x", "close_reason": "", "occurred_on": "yesterday"}, "status"),
            ({"status": "in_progress", "close_reason": "", "occurred_on": "2021-03-10"}, "status"),
            ({"status": "answered", "close_reason": "", "occurred_on": "31/02/2021"}, "occurred_on"),
        ):
            with self.subTest(data):
                self.assertIn(field, self.client.post(url, data).context["form"].errors)

    def test_access_code_is_shown_once_and_works(self):
        secret = ComplaintFactory(agency=self.own, visibility=Visibility.SECRET)
        self.client.force_login(self.moderator)
        response = self.client.post(reverse("complaint:code", args=[secret.pk]))
        self.assertIn("no-store", response.headers["Cache-Control"])
        code = response.context["code"]
        answer = self.client.post("/lacak/", {"nomor": secret.number, "kode": code})
        self.assertContains(answer, self.own.name)

    def test_open_complaint_gets_no_code(self):
        self.client.force_login(self.moderator)
        response = self.client.post(reverse("complaint:code", args=[self.complaint.pk]))
        self.assertEqual(response.status_code, 302)
        self.assertEqual(Complaint.objects.get(pk=self.complaint.pk).access_code_hash, "")


class RegisterTests(DeskTests):
    def test_new_holiday_moves_open_deadlines_and_says_so(self):
        Complaint.objects.recompute_deadlines()
        self.complaint.refresh_from_db()
        self.assertEqual(self.complaint.resolution_due_on.isoformat(), "2021-03-23")
        self.client.force_login(self.moderator)
        data = {"day": "2021-03-11", "name": "Isra Mikraj", "kind": "national", "decree": "SKB"}
        self.client.post(register_url(HolidayAdmin, "create"), data)
        self.complaint.refresh_from_db()
        self.foreign.refresh_from_db()
        self.assertEqual(self.complaint.resolution_due_on.isoformat(), "2021-03-24")
        self.assertIsNone(self.foreign.resolution_due_on)  # closed: left as it was
        event = TimelineEvent.objects.filter(complaint=self.complaint).first()
        self.assertEqual((event.kind, event.due_on.isoformat()), (TimelineEvent.Kind.DUE, "2021-03-24"))
        self.assertIn("2021-03-23", event.payload.content)

    def test_impossible_meaning_of_a_status_is_refused(self):
        self.client.force_login(self.moderator)
        for words, status, reason in (
            ("Baru", "answered", "solved"),
            ("Baru", "closed", ""),
            ("sedang diproses", "in_progress", ""),
        ):
            data = {"origin": "sp4n", "source_status": words, "status": status, "close_reason": reason}
            response = self.client.post(register_url(StatusMappingAdmin, "create"), data)
            self.assertEqual(response.status_code, 200)
            self.assertFalse(StatusMapping.objects.filter(source_status=words).exists())

    def test_impossible_deadline_rule_is_refused(self):
        self.client.force_login(self.moderator)
        count = DeadlineRule.objects.count()
        rule = {"step": "resolution", "complaint_class": self.complaint.complaint_class_id, "citation": "x"}
        dates = {"valid_from": "2024-01-01", "valid_to": ""}
        for values in ({"working_days": "99999999"}, {"working_days": "7"}):  # too long; beside the one in force
            response = self.client.post(register_url(DeadlineRuleAdmin, "create"), rule | dates | values)
            self.assertEqual((response.status_code, DeadlineRule.objects.count()), (200, count))
        rule_in_force = DeadlineRule.objects.get(step="resolution", complaint_class=self.complaint.complaint_class)
        rule_in_force.valid_to = "2023-12-31"
        rule_in_force.save()
        self.client.post(register_url(DeadlineRuleAdmin, "create"), rule | dates | {"working_days": "7"})
        self.assertEqual(DeadlineRule.objects.count(), count + 1)

    def test_registers_are_listed_and_forgive_bad_parameters(self):
        make_lists()
        run = import_file(EXPORT_DIRTY).run
        self.client.force_login(self.moderator)
        for register in REGISTERS:
            url = register_url(register)
            response = self.client.get(url)
            self.assertEqual(response.status_code, 200, url)
            for name in re.findall(r'(?:src|href)="/static/([^"?]+)', response.content.decode()):
                self.assertTrue(finders.find(name), name)  # else the page breaks where files are hashed
            self.assertEqual(self.client.get(url + "?nonsense=1", follow=True).status_code, 200, url)
            for action in ("inspect", "edit", "delete"):
                for key in ("x", "9" * 40, "0"):
                    self.assertIn(self.client.get(f"{url}{action}/{key}/").status_code, (302, 403, 404), url)
        response = self.client.get(register_url(ImportRunAdmin, "inspect", run.pk))
        self.assertContains(response, "ABC123")
