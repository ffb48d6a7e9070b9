from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0008_equipment_and_software"),
    ]

    operations = [
        migrations.AddField(
            model_name="microrequest",
            name="other_data",
            field=models.CharField(blank=True, max_length=300, verbose_name="other data, in words"),
        ),
        migrations.AddField(
            model_name="softwarerequest",
            name="other_data",
            field=models.CharField(blank=True, max_length=300, verbose_name="other data, in words"),
        ),
        migrations.AddField(
            model_name="vetting",
            name="removed",
            field=models.JSONField(
                blank=True, default=list, help_text="names of texts an administrator took out (X-5)"
            ),
        ),
    ]
