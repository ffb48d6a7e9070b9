from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0006_public_forms_are_limited"), ("workflows", "0006_reviews_no_longer_needed")]

    operations = [
        migrations.AddField(
            model_name="periodicreview",
            name="library_before",
            field=models.JSONField(blank=True, default=dict, help_text="what the library said before the concern"),
        ),
        migrations.AddField(
            model_name="renewal",
            name="written_end",
            field=models.DateField(blank=True, help_text="the agreement's before it was decided", null=True),
        ),
        migrations.AddField(
            model_name="renewal",
            name="yearly_before",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True),
        ),
        migrations.AddIndex(
            model_name="periodicreview",
            index=models.Index(fields=["review_due"], name="review_by_date"),
        ),
    ]
