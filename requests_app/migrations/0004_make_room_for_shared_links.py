from django.db import migrations


class Migration(migrations.Migration):
    """Columns that every kind of case gets under the same names (0005 carries their rows over)."""

    dependencies = [("requests_app", "0003_what_a_request_waits_for")]
    run_before = [
        ("workflows", "0007_a_case_waits_for_another"),
        ("contracts", "0012_requests_that_rest_on_an_agreement"),
    ]

    operations = [
        migrations.RenameField("microrequest", "waits_for", "own_waits_for"),
        migrations.RenameField("microrequest", "agreements", "own_agreements"),
    ]
