from django.db import migrations
from django.utils import timezone


def bring_up_to_date(apps, schema_editor):
    """The lists read how a purchase stands from its own row; requests that need funds have one from the first day."""
    requests, purchases = apps.get_model("requests_app", "MicroRequest"), apps.get_model("requests_app", "Purchase")
    lacking = requests.objects.filter(needs_funds=True, purchase=None).exclude(submitted_at=None)
    purchases.objects.bulk_create(purchases(case_id=pk) for pk in lacking.values_list("pk", flat=True))
    otherwise = dict(requests.objects.exclude(other_funding="").values_list("pk", "other_funding"))
    open_orders = apps.get_model("workflows", "Step").objects.filter(key="purchase", closed_at=None)
    asked = set(open_orders.values_list("case", flat=True))
    for money in purchases.objects.select_related("case"):
        funds = bool(money.supported or otherwise.get(money.case_id))
        money.standing = standing(money, funds=funds, asked=money.case_id in asked)
        money.amount = money.po_amount if money.po_number else money.case.amount
        money.counts_on = money.po_date or timezone.localdate(money.case.submitted_at or money.case.created_at)
        money.starts_on = money.po_date
        money.save(update_fields=["standing", "amount", "counts_on", "starts_on"])
    years = apps.get_model("requests_app", "YearAmount").objects
    for money in purchases.objects.filter(po_amount__isnull=False):
        years.create(purchase=money, number=1, amount=money.po_amount, starts_on=money.po_date)


def standing(money, *, funds, asked):
    """As PurchaseFacts.purchase_standing says."""
    phase = money.case.phase
    if money.po_number:
        return "ordered"
    if money.stopped_at or phase in {"refused", "withdrawn"} or (phase == "done" and not funds):
        return "stopped"
    if funds:
        return "order" if asked else "agreed"
    return "funds" if money.supported is None else "no-funds"


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0006_one_purchase_record_for_all")]

    operations = [migrations.RunPython(bring_up_to_date, migrations.RunPython.noop)]
