from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0005_kept_public_pages")]

    operations = [
        migrations.CreateModel(
            name="PublicSending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(max_length=20)),
                ("address", models.CharField(help_text="IPv4 or IPv6", max_length=45)),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "indexes": [models.Index(fields=["form", "address", "at"], name="public_sending_lookup")],
            },
        ),
        migrations.AddIndex(
            model_name="linkrequest",
            index=models.Index(fields=["sponsor_email", "at"], name="link_request_sponsor_at"),
        ),
    ]
