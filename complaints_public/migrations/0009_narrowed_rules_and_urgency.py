import django.db.models.deletion
from django.db import migrations, models


ESTIMATE = " (perkiraan)"


def mark_estimates(apps, schema_editor):
    """The package names what it only estimates; from now on a mark of its own says so."""
    Holiday = apps.get_model("complaints_public", "Holiday")
    for holiday in Holiday.objects.filter(name__endswith=ESTIMATE):
        holiday.name, holiday.is_estimate = holiday.name.removesuffix(ESTIMATE), True
        holiday.save()


class Migration(migrations.Migration):

    dependencies = [
        ('complaints_public', '0008_ledger'),
        ('portal', '0004_editor_group'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='deadlinerule',
            options={'ordering': ['step', 'complaint_class', 'urgency', 'agency', 'district', '-valid_from'], 'verbose_name': 'deadline rule', 'verbose_name_plural': 'deadline rules'},
        ),
        migrations.AddField(
            model_name='complaint',
            name='urgency',
            field=models.CharField(choices=[('ordinary', 'Ordinary'), ('urgent', 'Urgent')], default='ordinary', help_text='Set by the desk.', max_length=10, verbose_name='urgency'),
        ),
        migrations.AddField(
            model_name='deadlinerule',
            name='agency',
            field=models.ForeignKey(blank=True, help_text='Empty: every agency.', null=True, on_delete=django.db.models.deletion.PROTECT, to='portal.agency', verbose_name='agency'),
        ),
        migrations.AddField(
            model_name='deadlinerule',
            name='district',
            field=models.ForeignKey(blank=True, help_text='Empty: every district.', null=True, on_delete=django.db.models.deletion.PROTECT, to='portal.district', verbose_name='district'),
        ),
        migrations.AddField(
            model_name='deadlinerule',
            name='urgency',
            field=models.CharField(blank=True, choices=[('ordinary', 'Ordinary'), ('urgent', 'Urgent')], help_text='Empty: every urgency.', max_length=10, verbose_name='urgency'),
        ),
        migrations.AddField(
            model_name='holiday',
            name='is_estimate',
            field=models.BooleanField(default=False, help_text='No decree has set this day yet. Untick it once one has.', verbose_name='estimate'),
        ),
        migrations.AlterField(
            model_name='deadlinerule',
            name='complaint_class',
            field=models.ForeignKey(blank=True, help_text='Empty: every class.', null=True, on_delete=django.db.models.deletion.PROTECT, to='portal.complaintclass', verbose_name='class'),
        ),
        migrations.RunPython(mark_estimates, migrations.RunPython.noop),
    ]
