from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0008_schedules_of_what_is_in_use")]

    operations = [
        migrations.AddField(
            model_name="offboarding",
            name="deleted_by",
            field=models.CharField(blank=True, max_length=200, verbose_name="deleted by"),
        ),
        migrations.AddField(
            model_name="offboarding",
            name="deleted_on",
            field=models.DateField(blank=True, null=True, verbose_name="deleted on"),
        ),
        migrations.AddField(
            model_name="offboarding",
            name="deletion_method",
            field=models.CharField(
                blank=True,
                choices=[
                    ("deleted", "Deleted everywhere, backups included"),
                    ("returned", "Given back to the district, then deleted"),
                    ("destroyed", "The media were destroyed"),
                    ("none-held", "No data of students was ever held"),
                ],
                max_length=10,
                verbose_name="what was done",
            ),
        ),
        migrations.AddIndex(
            model_name="offboarding",
            index=models.Index(fields=["certificate_due"], name="offboarding_by_date"),
        ),
    ]
