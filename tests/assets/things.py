"""Equipment and licences for tests, made as the product makes them."""

from typing import Any

from django.utils import timezone

from assets import licences, services
from assets.models import Asset, Category, Licence
from tests.factories import ResourceFactory

SECRET = "ZQ7X-KEY-0451-Möwe-99"


def unit(place, **more: Any) -> dict[str, Any]:
    return {"name": "Chromebook 314", "category": Category.LAPTOP, "place": place} | more


def asset(cast, **more: Any) -> Asset:
    """A laptop in stock at Lincoln School."""
    case = more.pop("case", None)
    units = [unit(more.pop("place", cast.school), **more)]
    return services.register(units, case=case, by=cast.technology, at=timezone.now())[0]


def licence(cast, *, secret: str = SECRET, places=None, **more: Any) -> Licence:
    """A key for Lincoln School."""
    given = {"resource": more.pop("resource", None) or ResourceFactory(), "places": places or [cast.school]}
    if "file" not in more:
        given["secret"] = secret
    return licences.add_licence(by=cast.aas, at=timezone.now(), **given, **more)
