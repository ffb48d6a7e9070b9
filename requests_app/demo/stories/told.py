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
    answers: dict = field(default_factory=dict)


STORIES: list[Story] = []


def story(key: str, *, ago: int, **answers):
    """Register what happens to a wish. `act` is what was chosen at the library check: new, ask, again or extend."""

    def keep(tell: Callable[[Walk], object]):
        STORIES.append(Story(key, ago, tell, answers))
        return tell

    return keep
