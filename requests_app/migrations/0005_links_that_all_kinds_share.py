from django.db import migrations


def carry_over(apps, schema_editor):
    """What a school-based request waits for, and the agreements it rests on, now stand where every kind keeps them."""
    case_rows = apps.get_model("workflows", "Case").objects
    requests = apps.get_model("requests_app", "MicroRequest")
    for case, packet in requests.objects.exclude(own_waits_for=None).values_list("pk", "own_waits_for"):
        case_rows.filter(pk=case).update(waits_for=packet)
    link = apps.get_model("contracts", "Agreement").requests.through
    own = requests.own_agreements.through.objects.values_list("agreement", "microrequest")
    link.objects.bulk_create(link(agreement_id=agreement, case_id=case) for agreement, case in own)


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0004_make_room_for_shared_links"),
        ("workflows", "0007_a_case_waits_for_another"),
        ("contracts", "0012_requests_that_rest_on_an_agreement"),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField("microrequest", "own_agreements"),
        migrations.RemoveField("microrequest", "own_waits_for"),
    ]
