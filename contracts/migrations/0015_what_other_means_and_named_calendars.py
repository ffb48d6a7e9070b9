from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0014_other_hosts_are_graded_too"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendarfeed",
            name="name",
            field=models.CharField(blank=True, max_length=60, verbose_name="name"),
        ),
        migrations.AddField(
            model_name="packet",
            name="other_data",
            field=models.CharField(blank=True, max_length=300, verbose_name="other data, in words"),
        ),
    ]
