"""A vendor's packet on its page and beside the question of its steps."""

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.district import setting
from contracts import packet_selectors as selectors
from contracts import packets
from contracts.sponsor_forms import SayForm
from contracts.standing import standing

register = template.Library()


@register.simple_tag(takes_context=True)
def packet_shown(context, packet):
    """What a reader of a packet's page sees beside what every case shows; its links only whoever looks after them."""
    now = timezone.now()
    sponsors = packets.may_sponsor(context["request"].user, packet, at=now)
    return {
        "may_sponsor": sponsors,
        "links": selectors.links_of(packet, at=now) if sponsors else [],
        "product_url": _product_url(context, packet),
        "clock": "" if packet.response_due or packet.is_over else _clock_words(),
        "replaced": selectors.replaced_files(packet),
        "say_form": context.get("say_form") or SayForm(),
        **_handed_in(packet),
    }


@register.simple_tag(takes_context=True)
def packet_panel(context, packet):
    """What stands beside the question of a packet's step."""
    steps = selectors.reviews_of(packet)
    lines = context["page"].lines
    agreement = packet.contract
    return {
        **_handed_in(packet),
        "files": selectors.files_handed_in(packet),
        "data": selectors.data_lines(packet),
        "compared": selectors.beside_agreement(packet),
        "agreement": agreement,
        "draft": packet.draft_underway(),
        "product_url": _product_url(context, packet),
        "standing": standing(agreement, on=timezone.localdate()) if agreement else None,
        "lacks": packet.agreement_lacks(),
        "unsettled": packet.exemption_unsettled(),
        "reviews": [lines[step.pk] for step in steps if step.pk in lines],
        "disagreement": selectors.disagreement(steps),
    }


def _product_url(context, packet) -> str:
    """Where its product is put into the library; empty for who does not do that, or when it is there."""
    may = packets.may_name_product(context["request"].user, packet, at=timezone.now())
    return reverse("packet-product", args=[packet.pk]) if may else ""


def _handed_in(packet) -> dict:
    tasks = packet.tasks()
    return {
        "tasks": tasks,
        "missing": [task for task in tasks if not task.done],
        "sections": selectors.answers_of(packet),
        "board": selectors.board_words(packet),
        "board_needed": packet.needs_board(),
    }


def _clock_words() -> str:
    days, more = int(setting("packet_days")), int(setting("packet_board_days"))
    words = ngettext(
        "The clock starts when the vendor hands in a complete packet. We then answer within about %(days)d day;"
        " %(more)d more if the Board decides.",
        "The clock starts when the vendor hands in a complete packet. We then answer within about %(days)d days;"
        " %(more)d more if the Board decides.",
        days,
    )
    return words % {"days": days, "more": more}
