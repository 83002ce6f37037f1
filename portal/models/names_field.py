from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class NamesFormField(forms.CharField):
    """Names as people write a list: one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]


class NamesField(models.JSONField):
    """A list of names, such as the spellings by which exports name a row of a short list."""

    def __init__(self, *args, **kwargs):
        kwargs = {"default": list, "blank": True} | kwargs
        super().__init__(*args, **kwargs)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(name, str) and name for name in value):
            raise ValidationError(_("This must be a list of names."))

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": NamesFormField, "required": False} | kwargs)
