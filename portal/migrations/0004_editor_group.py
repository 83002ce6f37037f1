from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITOR_PERMISSIONS = {
    "wagtailadmin": ["access_admin"],
    "portal": [f"{action}_{model}" for model in ("topic", "channel") for action in ("add", "change", "view")],
}
COLLECTION_PERMISSIONS = {
    "wagtailimages": ["add_image", "change_image", "choose_image"],
    "wagtaildocs": ["add_document", "change_document", "choose_document"],
}
PAGE_PERMISSIONS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]


def permissions_of(apps, wanted):
    """The Permission rows of {app label: [codenames]}, made first where migrate has not made them yet."""
    from django.apps import apps as installed

    Permission = apps.get_model("auth", "Permission")
    for app_label, codenames in wanted.items():
        create_permissions(installed.get_app_config(app_label), verbosity=0, apps=apps)
        yield from Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames)


def create_editor(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    editor, _is_new = Group.objects.get_or_create(name="Editor")
    editor.permissions.add(*permissions_of(apps, EDITOR_PERMISSIONS))

    root_page = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    for permission in permissions_of(apps, {"wagtailcore": PAGE_PERMISSIONS}):
        GroupPagePermission.objects.get_or_create(group=editor, page=root_page, permission=permission)

    root_collection = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    for permission in permissions_of(apps, COLLECTION_PERMISSIONS):
        GroupCollectionPermission.objects.get_or_create(
            group=editor, collection=root_collection, permission=permission
        )


def remove_wagtail_defaults(apps, schema_editor):
    """Wagtail's own groups and workflow would stand beside ours under nearly the same names."""
    apps.get_model("auth", "Group").objects.filter(name__in=["Editors", "Moderators"], user=None).delete()
    apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval").delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name="Moderators approval").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_complaint_classes"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]
    operations = [
        migrations.RunPython(create_editor, migrations.RunPython.noop),
        migrations.RunPython(remove_wagtail_defaults, migrations.RunPython.noop),
    ]
