from django import forms
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from complaints_public import statistics
from portal.models import Agency

from ..infographics import TEMPLATES, Choice, period_text

_SENT_BY_PREVIEWS = "Placeholder title"  # by Wagtail, in the editor's language, where there is no title yet


class InfographicForm(WagtailAdminPageForm):
    """Template, period, agency; the title is made from them unless an editor writes one."""

    newest = forms.BooleanField(label=gettext_lazy("Take the figures of the newest release"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._title_before = self._default_title()
        self.fields["title"].required = self.fields["slug"].required = False
        self.fields["design"] = forms.ChoiceField(
            label=self.fields["design"].label,
            choices=[(name, f"{found.label} – {found.description}") for name, found in TEMPLATES.items()],
            widget=forms.RadioSelect,
        )
        self.fields["period"] = forms.ChoiceField(
            label=self.fields["period"].label, choices=_period_choices(self.instance.period), required=False
        )
        self.fields["agency"].queryset = Agency.objects.standing()
        self.fields["newest"].help_text = self._release_note()

    def _release_note(self):
        page = self.instance
        if not page.figures:
            return _("At its first publication it takes them anyway.")
        texts = {"version": page.figures["version"], "date": date_format(statistics.kept(page.figures).as_of, "j F Y")}
        note = _("The picture shows release %(version)s, data as of %(date)s.") % texts
        if newer := page.newer_release():
            note += " " + _("Release %(version)s is newer: tick this and publish to show it.") % {
                "version": newer.version
            }
        return note

    def clean(self):
        cleaned = super().clean()
        template = TEMPLATES.get(cleaned.get("design"))
        # A draft may hold what cannot be drawn yet: its editor is still choosing.
        if template and "period" in cleaned and not self.is_deferred_validation:
            agency = cleaned.get("agency")
            self._check(template, Choice(cleaned["period"], agency.pk if agency else None))
        if cleaned.get("title", "") in ("", self._title_before, _(_SENT_BY_PREVIEWS)):
            self._name(cleaned)
        return cleaned

    def _check(self, template, choice):
        if fault := template.fault(choice):
            self.add_error(*fault)
        elif not self._has_figures(template, choice):
            self.add_error("design", _("The current release has no figures for this choice, or too few."))

    def _has_figures(self, template, choice):
        """Asked of what will be drawn: the figures kept, unless new ones are taken."""
        if self.instance.figures and not self._takes_new_figures():
            return True
        figures = statistics.published()
        return figures is not None and template.story(figures, choice) is not None

    def _takes_new_figures(self):
        return self.cleaned_data.get("newest") or {"design", "period", "agency"} & set(self.changed_data)

    def _default_title(self):
        page = self.instance
        with override(page.content_language if page.locale_id else None):
            return page.default_title

    def _name(self, cleaned):
        page = self.instance
        for name in ("design", "period", "agency"):
            setattr(page, name, cleaned.get(name) or (None if name == "agency" else ""))
        cleaned["title"] = self._default_title()
        is_old = not page.first_published_at and cleaned.get("slug") == slugify(self._title_before)
        if is_old or not cleaned.get("slug"):
            cleaned["slug"] = self._free_slug(slugify(cleaned["title"]))

    def _free_slug(self, base):
        slug, number = base, 1
        while not Page._slug_is_available(slug, self.parent_page, self.instance):
            number += 1
            slug = f"{base}-{number}"
        return slug

    def save(self, commit=True):
        if self._takes_new_figures():
            self.instance.figures = None
        return super().save(commit)


def _period_choices(chosen):
    """Everything, each year and month of the current release, the newest first, and what was chosen before."""
    figures = statistics.published()
    months = set(figures.keys("month") if figures else ()) | ({chosen} if len(chosen) == 7 else set())
    years = {str(year) for year in figures.years} if figures else set()
    years |= {chosen} if len(chosen) == 4 else set()
    return [
        ("", _("Everything")),
        (_("Year"), [(year, year) for year in sorted(years, reverse=True)]),
        (_("Month"), [(month, period_text(month)) for month in sorted(months, reverse=True)]),
    ]
