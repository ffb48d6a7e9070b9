"""Finding a resource by what people type: a name nearly right, part of an address, an old name.

The database fetches at most `CANDIDATES` by the three-letter pieces ("grams") they share with what was typed, the same
on SQLite and PostgreSQL; one scorer ranks them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from rapidfuzz import fuzz

from catalog.models import Approval, Resource, SearchGram, Vendor

CANDIDATES = 200
LONGEST = 200  # letters of a query that are looked at
ENOUGH = 70  # of 100; less is no match
RANK = {Approval.APPROVED: 0, Approval.SETTING_UP: 1, Approval.IN_REVIEW: 2, Approval.UNREVIEWED: 3, Approval.DENIED: 4}

ADDRESS = re.compile(
    r"^(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^/@\s]*@)?((?:[\w-]+\.)+[a-z][\w-]*)(?::\d+)?(?:[/?#].*)?$", re.I
)


@dataclass(frozen=True)
class Hit:
    """A resource and how well it fits, 0 to 100."""

    resource: Resource
    score: float


def normalise(text: str) -> str:
    """Small letters and figures without accents, words parted by one space."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", letters))


def host_of(url: str) -> str:
    """The host of a web address in small letters, without "www."; empty when there is none."""
    found = ADDRESS.match(url.strip()[: LONGEST * 5])
    host = found.group(1).lower() if found else ""
    return host.removeprefix("www.")


def index(resource: Resource) -> None:
    """Bring host and search pieces of a resource up to date with its names, address and vendor."""
    host = host_of(resource.website)
    if host != resource.host:
        resource.host = host
        Resource.objects.filter(pk=resource.pk).update(host=host)
    wanted = set().union(*(grams(name) for name in _names(resource)))
    have = set(resource.grams.values_list("gram", flat=True))
    resource.grams.filter(gram__in=have - wanted).delete()
    SearchGram.objects.bulk_create(SearchGram(resource=resource, gram=gram) for gram in sorted(wanted - have))


def search(query: str, *, limit: int = 20, among: Q | None = None) -> list[Hit]:
    """Resources that fit best, approved ones first among equals; two queries."""
    typed = _Typed.of(query[:LONGEST])
    if not typed.words:
        return []
    found = Resource.objects.filter(_candidates(typed)).select_related("vendor").prefetch_related("aliases")
    if among is not None:
        found = found.filter(among)
    hits = [Hit(resource, _score(typed, resource)) for resource in found]
    hits = [hit for hit in hits if hit.score >= ENOUGH]
    return sorted(hits, key=_order)[:limit]


def vendors_called(name: str) -> list[Vendor]:
    """Vendors of that name however it is written, the one that is written so first; two queries."""
    typed = _plain(name)
    keys = [pk for pk, known in Vendor.objects.values_list("pk", "name") if _plain(known) == typed]
    found = Vendor.objects.filter(pk__in=keys[:LONGEST])
    return sorted(found, key=lambda vendor: (vendor.name != name, vendor.name.casefold() != name.casefold(), vendor.pk))


def vendors_like(name: str, *, limit: int) -> list[Vendor]:
    """Vendors whose names hold the longest word of what was typed, by name; two queries."""
    longest = max(normalise(name).split(), key=len, default="")
    if not longest:
        return []
    keys = [
        pk for pk, known in Vendor.objects.order_by("name").values_list("pk", "name") if longest in normalise(known)
    ]
    return list(Vendor.objects.filter(pk__in=keys[:limit]).order_by("name"))


def _plain(name: str) -> str:
    return normalise(name) or " ".join(name.casefold().split())


def grams(text: str) -> set[str]:
    """Three-letter pieces of each word, and of all words written as one."""
    words = normalise(text).split()
    if len(words) > 1:
        words = [*words, "".join(words)]
    return {f" {word} "[start : start + 3] for word in words for start in range(max(len(word), 1))}


# What was typed


@dataclass(frozen=True)
class _Typed:
    words: str
    host: str

    @classmethod
    def of(cls, query: str) -> "_Typed":
        host = host_of(query)
        return cls(normalise(_own_name(host) if host else query), host)

    @property
    def hosts_above(self) -> list[str]:
        """The host and what it belongs to: play.kahoot.com, kahoot.com."""
        parts = self.host.split(".")
        return [".".join(parts[start:]) for start in range(len(parts) - 1)]


def _own_name(host: str) -> str:
    """What a host is called: "kahoot" of create.kahoot.com, "desmos" of desmos.com."""
    parts = host.split(".")
    short_ending = (
        len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in ("ac", "co", "com", "edu", "gov", "org", "k12")
    )
    return parts[-3] if short_ending else parts[-2]


def _candidates(typed: _Typed) -> Q:
    """Those sharing most of the pieces, and those at the address typed; read within the query that uses it."""
    shared = SearchGram.objects.filter(gram__in=grams(typed.words)).values("resource")
    ranked = shared.annotate(count=Count("pk")).order_by("-count", "resource").values("resource")[:CANDIDATES]
    found = Q(pk__in=ranked)
    if typed.host:
        same = Q(host__in=typed.hosts_above) | Q(host__endswith=f".{typed.host}")
        found |= Q(pk__in=Resource.objects.filter(same).order_by().values("pk")[:CANDIDATES])
    return found


# How well it fits


def _names(resource: Resource) -> Iterable[str]:
    yield resource.name
    for alias in resource.aliases.all():
        yield alias.name
    if resource.host:
        yield _own_name(resource.host)
        yield resource.host
    if resource.vendor_id:
        yield resource.vendor.name


def _score(typed: _Typed, resource: Resource) -> float:
    names = [resource.name, *(alias.name for alias in resource.aliases.all())]
    best = max(_likeness(typed.words, normalise(name)) for name in names) * 0.99
    if resource.host:
        best = max(best, _host_score(typed, resource.host), _likeness(typed.words, _own_name(resource.host)) * 0.95)
    if resource.vendor_id:
        best = max(best, _likeness(typed.words, normalise(resource.vendor.name)) * 0.85)
    return round(best, 1)


def _host_score(typed: _Typed, host: str) -> float:
    if not typed.host:
        return 0
    if typed.host == host:
        return 100
    if typed.host.endswith(f".{host}"):
        return 99.5
    return 96 if host.endswith(f".{typed.host}") else 0


def _likeness(typed: str, name: str) -> float:
    """0 to 100: the same, begun with, the same words in another order, or written a little differently."""
    if typed == name:
        return 100
    joined, joined_name = typed.replace(" ", ""), name.replace(" ", "")
    scores = [
        fuzz.ratio(typed, name),
        fuzz.ratio(joined, joined_name),
        fuzz.token_sort_ratio(typed, name) * 0.98,
        _words_likeness(typed, name) * 0.92,
    ]
    if name.startswith(typed) or joined_name.startswith(joined):
        scores.append(94)
    return max(scores)


def _words_likeness(typed: str, name: str) -> float:
    """How well each typed word is found among the name's words, on average; a word begun counts nearly in full."""
    words = name.split()
    return sum(max(_word_likeness(part, word) for word in words) for part in typed.split()) / len(typed.split())


def _word_likeness(part: str, word: str) -> float:
    if part == word:
        return 100
    return 95 if len(part) > 1 and word.startswith(part) else fuzz.ratio(part, word)


def _order(hit: Hit) -> tuple:
    return (-round(hit.score), RANK.get(hit.resource.approval, 5), hit.resource.name.casefold(), hit.resource.pk)
