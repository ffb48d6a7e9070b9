from django.db import migrations, models


def name_them(apps, schema_editor):
    step = apps.get_model("workflows", "Step")
    case = apps.get_model("workflows", "Case")
    of_case = case.objects.filter(pk=models.OuterRef("case")).values("kind")
    step.objects.update(kind=models.Subquery(of_case))


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0009_documents_of_a_purchase_and_receipt"),
    ]

    operations = [
        migrations.AddField(
            model_name="step",
            name="kind",
            field=models.CharField(default="", help_text="the procedure in which it was opened", max_length=20),
            preserve_default=False,
        ),
        migrations.RunPython(name_them, migrations.RunPython.noop),
    ]
