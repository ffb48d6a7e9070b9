"""What the candidates of a district purchase cost: quotes per vendor and term, over the years (MACRO-3).

A shorter quote stands beside a longer one as if it were taken again at its price whenever its term has ended.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import StoredFile
from contracts.commitment import Total
from requests_app.models import Candidate, DistrictPurchase, Quote
from requests_app.purchases import keep_quote, take_quote
from requests_app.rules.purchase_terms import as_quoted, repeated
from workflows import engine
from workflows.actors import Actor
from workflows.engine.amending import held_step
from workflows.errors import Stale, Unmet
from workflows.models import CaseFile

# Where quotes are kept; a better offer may come while the team still chooses.
AT_STEPS = frozenset({"quotes", "choice"})


# --- the cost over the years ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """One quote with what each year up to the horizon costs, and what it saves against yearly quotes."""

    quote: Quote
    amounts: tuple[Decimal, ...]
    saves: Decimal | None = None

    @property
    def candidate(self) -> Candidate:
        return self.quote.candidate

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, Decimal("0.00"))

    @property
    def costs_more(self) -> Decimal | None:
        """Against yearly quotes, where it saves nothing."""
        return -self.saves if self.saves is not None and self.saves < 0 else None

    @property
    def term_words(self) -> str:
        years = self.quote.years
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}

    @property
    def is_repeated(self) -> bool:
        """Its term ends before the horizon."""
        return self.quote.years < len(self.amounts)


@dataclass(frozen=True)
class Costs:
    """Every candidate's quotes over the same years: as many as the longest term that was offered."""

    horizon: int
    offers: tuple[Offer, ...]
    without: tuple[Candidate, ...]

    @property
    def years(self) -> range:
        return range(1, self.horizon + 1)

    @property
    def lowest(self) -> Decimal | None:
        return min((offer.total for offer in self.offers), default=None)

    @property
    def highest(self) -> Decimal | None:
        return max((offer.total for offer in self.offers), default=None)

    @property
    def bars(self) -> list[Total]:
        """As the picture draws them, from below: the first stands at the top, as in the table."""
        return [Total(f"{offer.candidate.name}, {offer.term_words}", offer.total) for offer in reversed(self.offers)]


def compared(quotes: list[Quote]) -> list[Offer]:
    """Quotes of one purchase over the longest of their terms; arithmetic alone."""
    horizon = max((quote.years for quote in quotes), default=0)
    offers = [_over(quote, horizon) for quote in quotes]
    yearly: dict[int, Decimal] = {}
    for offer in offers:
        if offer.quote.years == 1:
            known = yearly.get(offer.quote.candidate_id)
            yearly[offer.quote.candidate_id] = offer.total if known is None else min(known, offer.total)
    return [_beside(offer, yearly.get(offer.quote.candidate_id)) for offer in offers]


def _over(quote: Quote, horizon: int) -> Offer:
    return Offer(quote, tuple(repeated(as_quoted(quote.amount, quote.per_year, quote.years), horizon)))


def _beside(offer: Offer, yearly: Decimal | None) -> Offer:
    if yearly is None or offer.quote.years == 1:
        return offer
    return Offer(offer.quote, offer.amounts, yearly - offer.total)


def costs(case: DistrictPurchase, candidates: list[Candidate] | None = None) -> Costs:
    """The quotes of the candidates that are not ruled out; two queries, one where these are known."""
    live = candidates if candidates is not None else case.live_candidates()
    known = {candidate.pk: candidate for candidate in live}
    quotes = Quote.objects.filter(purchase__case=case.pk, candidate__in=known, amount__isnull=False)
    rows = list(quotes.select_related("file__file").order_by("candidate", "years", "pk"))
    for quote in rows:
        quote.candidate = known[quote.candidate_id]
    offers = compared(rows)
    quoted = {quote.candidate_id for quote in rows}
    without = tuple(candidate for candidate in live if candidate.pk not in quoted)
    return Costs(len(offers[0].amounts) if offers else 0, tuple(offers), without)


# --- keeping them -----------------------------------------------------------------------------------------------------


def add_quote(
    case: DistrictPurchase,
    candidate: Candidate,
    stored: StoredFile,
    *,
    step: int,
    amount: Decimal,
    years: int,
    per_year: Decimal | None = None,
    by: Actor,
    at: datetime,
    key: str = "",
) -> CaseFile:
    """A vendor's quote for one candidate and one term: `amount` is for the whole term."""

    def with_quote(child: DistrictPurchase, file: CaseFile) -> None:
        _must_be_at(child, step, AT_STEPS, by=by, at=at)
        live = live_candidate(child, candidate.pk)
        said = {"amount": amount, "years": years, "per_year": per_year}
        keep_quote(child, file, candidate=live, vendor_name=live.vendor_name, **said)

    return engine.attach(case.pk, stored, kind=CaseFile.Kind.QUOTE, by=by, at=at, key=key, act=with_quote)


def change_quote(quote: Quote, *, step: int, by: Actor, at: datetime, key: str = "", **said):
    """Put a quote right that was typed wrong: `amount`, `years`, `per_year`."""

    def act(child: DistrictPurchase) -> dict:
        _must_be_at(child, step, AT_STEPS, by=by, at=at)
        found = child.money.quotes.select_related("file__file").filter(pk=quote.pk).first() if child.money.pk else None
        if found is None:
            raise Stale(_("This quote is no longer there."))
        before = _in_words(found)
        for name, value in said.items():
            setattr(found, name, value)
        found.save(update_fields=list(said))
        if found.chosen:
            take_quote(child, found.pk)
        return {str(found): [before, _in_words(found)]}

    case = quote.purchase.case_id
    return engine.amend(case, step, label=gettext_lazy("Quote put right"), by=by, at=at, act=act, key=key)


def _in_words(quote: Quote) -> str:
    return f"{quote.amount}, {quote.years}"


def propose_funding(case: DistrictPurchase, source: str, *, step: int, by: Actor, at: datetime, key: str = ""):
    """How the purchase would be paid for; the Business Office reads it beside its question."""

    def act(child: DistrictPurchase) -> dict:
        _must_be_at(child, step, frozenset({"quotes"}), by=by, at=at)
        before = child.money.funding_source
        child.money.funding_source = source
        child.money.save()
        return {"funding_source": [before, source]}

    return engine.amend(case.pk, step, label=gettext_lazy("Funding proposed"), by=by, at=at, act=act, key=key)


# --- what must hold ---------------------------------------------------------------------------------------------------


def live_candidate(child: DistrictPurchase, pk: int) -> Candidate:
    """One of its candidates that is not ruled out. Stale for any other."""
    found = next((each for each in child.live_candidates() if each.pk == pk), None)
    if found is None:
        raise Stale(_("This candidate was ruled out meanwhile."))
    return found


def _must_be_at(child: DistrictPurchase, step: int, keys: frozenset[str], *, by: Actor, at: datetime) -> None:
    found, _holding = held_step(child, step, by=by, at=at)
    if found.key not in keys:
        raise Unmet(_("This is not done at this step."))
