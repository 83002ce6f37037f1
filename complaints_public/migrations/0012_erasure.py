from importlib import import_module

from django.db import migrations, models

permissions_of = import_module("portal.migrations.0004_editor_group").permissions_of


def create_officers(apps, schema_editor):
    """Those who answer what people ask about their own data. No other group has this permission."""
    group, _is_new = apps.get_model("auth", "Group").objects.get_or_create(name="Petugas PDP")
    wanted = {"wagtailadmin": ["access_admin"], "complaints_public": ["handle_rights"]}
    group.permissions.add(*permissions_of(apps, wanted))


class Migration(migrations.Migration):
    dependencies = [
        ("complaints_public", "0011_following"),
        ("portal", "0006_retention"),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="complaint",
            options={
                "ordering": ["-received_at", "-pk"],
                "permissions": [
                    ("view_every_agency", "Can see the complaints of every agency"),
                    ("view_raw_text", "Can read complaints as they were filed"),
                    ("record_progress", "Can record steps and issue access codes"),
                    ("handle_rights", "Can find, export and erase a person's data"),
                ],
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
            },
        ),
        migrations.AddField(
            model_name="complaint",
            name="erased_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="personal data erased at"),
        ),
        migrations.RunPython(create_officers, migrations.RunPython.noop),
    ]
