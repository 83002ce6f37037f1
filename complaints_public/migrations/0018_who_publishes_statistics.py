from importlib import import_module

from django.db import migrations

permissions_of = import_module("portal.migrations.0004_editor_group").permissions_of


def give_moderators(apps, schema_editor):
    moderators = apps.get_model("auth", "Group").objects.get(name="Moderator")
    moderators.permissions.add(*permissions_of(apps, {"complaints_public": ["add_release"]}))


class Migration(migrations.Migration):
    dependencies = [("complaints_public", "0017_releases")]
    operations = [migrations.RunPython(give_moderators, migrations.RunPython.noop)]
