from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0009_certificate_of_deletion")]
    operations = [
        migrations.AddField(
            model_name="packet",
            name="has_accessibility_report",
            field=models.CharField(
                blank=True,
                choices=[("yes", "Yes"), ("no", "No")],
                max_length=3,
                verbose_name="is there an accessibility report (VPAT or ACR)?",
            ),
        ),
        migrations.AddField(
            model_name="packet",
            name="accessibility_words",
            field=models.TextField(blank=True, max_length=4000, verbose_name="what is known about its accessibility"),
        ),
    ]
