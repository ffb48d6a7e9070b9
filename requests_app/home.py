"""The first page: what waits on the reader, then what they look after, then what became of their own (PAGES.md)."""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import Place, User
from accounts.roles import Part
from config.frame import LEADERS
from requests_app.lists import SHORT, Row, narrowed, open_at, places_headed, rows_of
from workflows.actors import Hats
from workflows.machines import REQUESTS
from workflows.models import Case, Step
from workflows.selectors import inbox, late_and_stuck, my_cases


@dataclass(frozen=True)
class Home:
    """What the first page shows to one person; a part that is None is not theirs."""

    steps: list[Step]
    mine: list[Row]
    places: list[Place]
    school: list[Case] = field(default_factory=list)
    late_steps: list[Step] | None = None
    late_cases: list[Case] | None = None

    @property
    def leads(self) -> bool:
        return self.late_steps is not None

    @property
    def reviews(self) -> bool:
        """Something waits on them that is not their own request."""
        return any(step.role != Part.REQUESTER for step in self.steps)

    @property
    def asks_first(self) -> bool:
        """Somebody who mainly asks: the question "what do you need?" comes first."""
        return not (self.reviews or self.places or self.leads)


def home(user: User, *, on: date) -> Home:
    """At most six queries."""
    steps = list(inbox(user, on=on)[:SHORT])
    places = places_headed(user, on=on)
    leads = bool({grant.role for grant in Hats.of(user, on=on).own} & LEADERS)
    cases = list(narrowed(my_cases(user), state="open")[:SHORT])
    plain = not (places or leads or any(step.role != Part.REQUESTER for step in steps))
    late_steps, late_cases = late_and_stuck(on=on) if leads else (None, None)
    return Home(
        steps=steps,
        mine=rows_of(cases, on=on) if plain else [Row(case) for case in cases],
        places=places,
        school=list(open_at(places, on=on)[:SHORT]) if places else [],
        late_steps=list(late_steps.filter(case__kind__in=REQUESTS)[:SHORT]) if leads else None,
        late_cases=list(late_cases.filter(kind__in=REQUESTS)[:SHORT]) if leads else None,
    )
