from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0004_vendors_and_renewals"),
    ]

    operations = [
        migrations.AlterField(
            model_name="casefile",
            name="kind",
            field=models.CharField(
                choices=[
                    ("quote", "Quote"),
                    ("contract", "Contract or agreement"),
                    ("other", "Attachment"),
                    ("order-form", "Order form"),
                    ("soppa-form", "SOPPA form"),
                    ("vpat", "Accessibility report (VPAT)"),
                    ("certificate", "Certificate of deletion"),
                    ("report", "Report"),
                    ("letter", "Letter"),
                    ("public-copy", "Copy for the public"),
                ],
                default="other",
                max_length=12,
                verbose_name="kind",
            ),
        ),
    ]
