from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.panels import DayInput

from ..importing.columns import REQUIRED, simple_heading
from ..importing.parsing import parse_moment
from ..models import Origin
from ..models.choices import ExportColumn

_LONGEST_HEADING = 100


class ImportForm(forms.Form):
    file = forms.FileField(label=_("Export file"), help_text=_("As SP4N-LAPOR! gives it: .xlsx, .ods, .xls or .csv."))
    origin = forms.ChoiceField(label=_("Origin"), choices=Origin, initial=Origin.SP4N)
    as_of = forms.DateField(
        label=_("Data as of"),
        required=False,
        widget=DayInput,
        help_text=_("Leave empty when the file says so itself (“Tanggal Generate”)."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_IMPORT_SIZE:
            limit = filesizeformat(settings.MAX_IMPORT_SIZE)
            raise ValidationError(
                _("The file is larger than %(limit)s. Split it, or have it imported by command."),
                params={"limit": limit},
            )
        return file

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day lies in the future."))
        return parse_moment(day) if day else None


class ColumnsForm(forms.Form):
    """One choice for each heading of a file. headings: heading → field name, "" for a column that is not known."""

    def __init__(self, *args, headings, **kwargs):
        super().__init__(*args, **kwargs)
        self.headings = [heading for heading in headings if 0 < len(simple_heading(heading)) <= _LONGEST_HEADING]
        for index, heading in enumerate(self.headings):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=heading,
                choices=[("", _("(passed over)")), *ExportColumn.choices],
                initial=headings[heading],
                required=False,
            )

    def meanings(self):
        """heading → field name, of the columns whose meaning was changed."""
        names = self.changed_data
        return {self.headings[int(name.removeprefix("column_"))]: self.cleaned_data[name] for name in names}

    def clean(self):
        data = super().clean()
        chosen = [field for field in data.values() if field]
        labels = dict(ExportColumn.choices)
        missing = [str(labels[name]) for name in REQUIRED if name not in chosen]
        if missing:
            raise ValidationError(_("These must have a column: %(names)s."), params={"names": ", ".join(missing)})
        twice = sorted({str(labels[field]) for field in chosen if chosen.count(field) > 1})
        if twice:
            raise ValidationError(_("Only one column can mean this: %(names)s."), params={"names": ", ".join(twice)})
        return data
