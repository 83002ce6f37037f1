from importlib import import_module

from django.db import migrations

permissions_of = import_module("portal.migrations.0004_editor_group").permissions_of

READ = ["view_complaint", "view_every_agency", "view_importrun", "view_importfault", "view_timelineevent"]
# An export's new agency or spelling must not have to wait for somebody else.
LISTS = [
    f"{action}_{model}"
    for model in ("agency", "topic", "channel", "complaintclass", "district")
    for action in ("add", "change", "view")
]
GROUPS = {
    "Moderator": [
        *READ,
        "view_raw_text",
        "record_progress",
        "add_importrun",
        "add_publictext",
        "change_publictext",
        "view_publictext",
        "publish_publictext",
        "lock_publictext",
        "unlock_publictext",
        *[f"{action}_{model}" for model in ("holiday", "deadlinerule", "statusmapping") for action in ("add", "change", "view")],
    ],
    # Sees and answers the complaints of its own agency; a moderator publishes the answer.
    "Penghubung Instansi": ["view_complaint", "view_raw_text", "add_publictext", "change_publictext", "view_publictext"],
    # Reads, and has nothing to fill in.
    "Inspektorat": READ,
}


def create_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    content_type, _is_new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="complaints_public", model="publictext"
    )
    for action in ("publish", "lock", "unlock"):
        Permission.objects.get_or_create(
            content_type=content_type, codename=f"{action}_publictext", defaults={"name": f"Can {action} public text"}
        )
    for name, codenames in GROUPS.items():
        group, _is_new = Group.objects.get_or_create(name=name)
        wanted = {"wagtailadmin": ["access_admin"], "complaints_public": codenames}
        if name == "Moderator":
            wanted["portal"] = LISTS
        group.permissions.add(*permissions_of(apps, wanted))


def create_workflow(apps, schema_editor):
    """Every public text passes a moderator before anybody outside reads it."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    task_type, _is_new = ContentType.objects.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    task = GroupApprovalTask.objects.create(name="Persetujuan moderator", active=True, content_type=task_type)
    task.groups.add(apps.get_model("auth", "Group").objects.get(name="Moderator"))
    workflow = Workflow.objects.create(name="Moderasi teks publik", active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
    text_type = ContentType.objects.get(app_label="complaints_public", model="publictext")
    apps.get_model("wagtailcore", "WorkflowContentType").objects.create(
        workflow=workflow, content_type=text_type
    )


class Migration(migrations.Migration):
    dependencies = [
        ("complaints_public", "0002_starting_values"),
        ("portal", "0004_editor_group"),
    ]
    operations = [
        migrations.RunPython(create_groups, migrations.RunPython.noop),
        migrations.RunPython(create_workflow, migrations.RunPython.noop),
    ]
