"""The list of stories, filled by the modules beside this one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from requests_app.demo.walk import Walk


@dataclass(frozen=True)
class Story:
    """What happens to one wish: submitted so many school days ago (a draft: asked about), and `tell` does the rest."""

    key: str
    ago: int
    tell: Callable[[Walk], object]
    columns: dict = field(default_factory=dict)


STORIES: list[Story] = []


def story(key: str, *, ago: int, **columns):
    """Register what happens to a wish."""

    def keep(tell: Callable[[Walk], object]):
        STORIES.append(Story(key, ago, tell, columns))
        return tell

    return keep


def adds(resource: str, **columns) -> dict:
    """Columns of a request for "add my school or seats"."""
    check = {"typed": resource, "chosen": "extend", "shown": [resource], "denied": False}
    return {"is_extension": True, "library_check": check, **columns}
