"""The deletion of data on the page of its case, and beside the questions of its steps."""

from django import template
from django.utils import timezone

from contracts import offboarding
from contracts.offboarding_forms import SayForm
from contracts.packet_selectors import links_of

register = template.Library()


@register.simple_tag(takes_context=True)
def offboarding_shown(context, case):
    """What is to be deleted and what was certified; the vendor's links only for whoever looks after them."""
    now = timezone.now()
    keeps = offboarding.may_look_after(context["request"].user, case, at=now)
    return {
        "products": list(case.contract.products.all()),
        "data": offboarding.data_listed(case.contract),
        "certificates": list(case.certificates()),
        "deleted_early": case.deleted_before_the_end,
        "keeps": keeps,
        "links": links_of(case, at=now) if keeps else [],
        "say_form": context.get("say_form") or SayForm(),
    }
