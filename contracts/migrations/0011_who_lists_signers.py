import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _by() -> models.ForeignKey:
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contracts", "0010_packet_says_whether_a_report_exists"),
    ]

    operations = [
        migrations.AddField(model_name="authorisedsigner", name="added_by", field=_by()),
        migrations.AddField(
            model_name="authorisedsigner", name="added_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(model_name="authorisedsigner", name="ended_by", field=_by()),
        migrations.AddField(
            model_name="authorisedsigner", name="ended_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
