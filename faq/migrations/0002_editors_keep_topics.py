from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_editors_keep_topics(apps, schema_editor):
    from django.apps import apps as installed

    # migrate makes permissions at its very end; here they are needed before.
    create_permissions(installed.get_app_config("faq"), verbosity=0, apps=apps)
    codenames = [f"{action}_faqtopic" for action in ("add", "change", "view")]
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="faq", codename__in=codenames
    )
    for editor in apps.get_model("auth", "Group").objects.filter(name="Editor"):
        editor.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("faq", "0001_initial"), ("portal", "0004_editor_group")]
    operations = [migrations.RunPython(let_editors_keep_topics, migrations.RunPython.noop)]
