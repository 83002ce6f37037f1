"""A moderator publishes the statistics: now, or announced for a minute to come; and puts right what was wrong."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Release
from ..releasing import FARTHEST, AlreadyRunning, publish
from .views import DeskFormView


class MomentInput(forms.DateTimeInput):
    """The browser's own field; a moment in Asia/Jakarta."""

    input_type = "datetime-local"

    def __init__(self):
        super().__init__(format="%Y-%m-%dT%H:%M")


class ReleaseForm(forms.Form):
    publish_at = forms.DateTimeField(
        label=gettext_lazy("Public from"),
        required=False,
        widget=MomentInput,
        help_text=gettext_lazy("Empty: at once. A later moment is announced to everybody; figures are those of now."),
    )
    corrects = forms.ModelChoiceField(
        label=gettext_lazy("Corrects"), queryset=None, required=False, empty_label="–",
        help_text=gettext_lazy("Only where an earlier release was wrong, not where the data have moved on."),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("What was wrong"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For everyone to read, and for good: it cannot be taken back. Without personal data."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["corrects"].queryset = Release.objects.order_by("-version").defer("content", "memory")

    def clean_publish_at(self):
        moment = self.cleaned_data["publish_at"]
        if moment and moment < timezone.now():
            raise forms.ValidationError(_("This moment is over. Leave it empty to publish now."))
        if moment and moment > timezone.now() + FARTHEST:
            raise forms.ValidationError(_("This lies more than a year ahead."))
        return moment

    def clean(self):
        data = super().clean()
        if bool(data.get("corrects")) != bool(data.get("note")):
            self.add_error("note", _("A correction names the release and says what was wrong in it."))
        return data


class PublishView(DeskFormView):
    permission = "add_release"
    form_class = ReleaseForm
    template_name = "complaints_public/admin/publish.html"
    page_title = gettext_lazy("Publish the statistics")
    header_icon = "calendar-check"

    def get_context_data(self, **kwargs):
        newest = Release.objects.public().defer("content", "memory").first()
        return super().get_context_data(**kwargs) | {"newest": newest, "releases_url": reverse("releases")}

    def form_valid(self, form):
        data = form.cleaned_data
        try:
            release = publish(data["publish_at"], data["corrects"], data["note"], self.request.user)
        except AlreadyRunning:
            form.add_error(None, _("Another release is being made. Try again in a minute."))
            return self.form_invalid(form)
        if release is None:
            messages.info(self.request, _("The newest release says the same already: nothing has changed since."))
        else:
            moment = date_format(timezone.localtime(release.publish_at), "j F Y H:i")
            text = _("Release %(version)s is made; it is public from %(moment)s.")
            messages.success(self.request, text % {"version": release.version, "moment": moment})
        return redirect("complaint:publish")
