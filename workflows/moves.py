"""How a machine says what may follow what: `@move` over django-fsm's transition, and what a stage asks of whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django_fsm import transition

from workflows.roles import Part, Role

Reason = Callable[[Any], str]


class Phase(models.TextChoices):
    """What kind of state a state is; lists and reports filter on this alone."""

    PREPARING = "preparing"
    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @classmethod
    def ended(cls) -> set[str]:
        return {cls.DONE.value, cls.REFUSED.value, cls.WITHDRAWN.value}


@dataclass(frozen=True)
class Look:
    """How a state is shown. Colour never speaks alone: tone, icon and the state's words go together."""

    phase: Phase
    tone: str
    icon: str


@dataclass(frozen=True)
class Stage:
    """One role's turn: who, what is asked, how long (a setting's key), and whether the case waits for it.

    `outcomes` are the answers to a step given side by side (a step answered by moves has none), `needs` what such an
    answer must say. `spans` steps outlive the state in which they were opened; `decides` is False where nothing is
    approved or denied, so that the requester may hold it. `asks` names what every answer is asked, or those of
    `asked_for` alone, `reminders` the setting with the days before the due date on which its holder is reminded, where
    they are not the usual ones. A `quiet` stage says nothing by itself: its kind of case tells of many at once; one
    `by_name` is answered by whoever the case has in charge, whatever roles they hold, and is `taken_as` what that is
    called. Where `chased` is not 0, the holder is reminded and the next level told again every so many days, until the
    step is answered. At a `wordless` one nothing is written beside the answer: what is said stands in records of its
    own.
    """

    key: str
    role: Role | Part
    label: Any
    question: Any
    term: str
    required: bool = True
    spans: bool = False
    decides: bool = True
    outcomes: tuple[str, ...] = ()
    needs: tuple[Callable[[Any, str, dict], dict[str, str]], ...] = ()
    notice: str = "step_opened"
    asks: tuple[str, ...] = ()
    asked_for: tuple[str, ...] = ()
    reminders: str = ""
    quiet: bool = False
    chased: int = 0
    by_name: bool = False
    taken_as: Any = ""
    wordless: bool = False


@dataclass(frozen=True)
class Move:
    """What `@move` was told; buttons, forms, the permission table and the drawings are read from it.

    `step` names the steps it answers (none: a button on the case); `outcome` is what the review then says; `asks` the
    details a button's page asks for; `when` must hold before, `needs` looks at what was typed; `opens` and `closes`
    name stages of a move that stays in its state; `submits` gives the number and starts the response clock, `answers`
    stops it, `restarts_clock` begins a new one; `weighs_reviews` moves refuse when a review came in meanwhile.
    """

    name: str
    label: Any
    source: tuple[str, ...]
    target: Any
    by: tuple[Role | Part, ...]
    step: tuple[str, ...] = ()
    outcome: str = ""
    asks: tuple[str, ...] = ()
    when: tuple[Reason, ...] = ()
    needs: tuple[Callable[[Any, dict], dict[str, str]], ...] = ()
    tells: dict[str, str] = field(default_factory=dict)
    opens: tuple[Stage, ...] = ()
    closes: tuple[Stage, ...] = ()
    submits: bool = False
    answers: str = ""  # "reviewers" (the reviewers' decision) or "final"; see the setting response_stops_at
    restarts_clock: bool = False
    weighs_reviews: bool = False
    automatic: bool = False
    quiet: bool = False
    tone: str = "primary"
    hint: Any = ""

    def unmet(self, case) -> str:
        """The first reason why it can't be done now, or an empty text."""
        return next((reason for condition in self.when if (reason := str(condition(case)))), "")


def _condition(reason: Reason) -> Callable[[Any], bool]:
    # django-fsm runs a move whose condition returns any text: it must see a plain truth value.
    def holds(case) -> bool:
        return not reason(case)

    holds.__name__ = getattr(reason, "__name__", "condition")
    return holds


def move(*, source, target, label, by: Iterable[Role | Part] = (), when: Iterable[Reason] = (), step=(), **words):
    """Declare a move of a machine. `source` is a state or several; `target` a state or a django_fsm State resolver."""
    sources = tuple(source) if isinstance(source, (list, tuple, set)) else (source,)

    def declare(method):
        moved = transition(
            field="state", source=list(sources), target=target, conditions=[_condition(r) for r in when]
        )(method)
        moved.move = Move(
            name=method.__name__,
            label=label,
            source=tuple(str(getattr(s, "value", s)) for s in sources),
            target=target,
            by=tuple(by),
            when=tuple(when),
            step=(step,) if isinstance(step, str) else tuple(step),
            **{name: tuple(v) if isinstance(v, list) else v for name, v in words.items()},
        )
        return moved

    return declare


def moves_of(machine) -> dict[str, Move]:
    """All moves a machine declares, in the order in which they are written."""
    found: dict[str, Move] = {}
    for cls in reversed(machine.__mro__):
        for name, value in vars(cls).items():
            if isinstance(getattr(value, "move", None), Move):
                found[name] = value.move
    return found


class Fact:
    """Something a machine reads and its child supplies."""

    def __init__(self, doc: str):
        self.__doc__ = doc
        self.name = ""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        raise TypeError(f"{type(instance).__name__} does not say {self.name}: {self.__doc__}")


def fact(doc: str) -> Fact:
    """Declare a fact: an attribute or method the child must have."""
    return Fact(doc)


def facts_of(machine) -> set[str]:
    """Names of the facts a machine declares."""
    return {name for cls in machine.__mro__ for name, value in vars(cls).items() if isinstance(value, Fact)}
