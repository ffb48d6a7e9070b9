"""Why the engine refuses, in the order in which it asks (ARCHITECTURE.md, The engine)."""


class Refused(Exception):  # noqa: N818 (a refusal is an answer, not a fault)
    """Nothing was changed. `reason` is a sentence for the person who asked."""

    def __init__(self, reason: str = ""):
        super().__init__(str(reason))
        self.reason = reason


class NotSeen(Refused):
    """The person may not see the case: answered as if it did not exist (404)."""


class Replayed(Refused):
    """The same form by the same person again: the first result stands (303)."""

    def __init__(self, first):
        super().__init__("")
        self.first = first  # the event, or the row, that the form was kept as


class Stale(Refused):
    """The case moved on since the form was shown (409)."""


class NotYours(Refused):
    """Never this person's to do (403)."""


class Unmet(Refused):
    """A condition of the procedure does not hold, or the case is not where this can be done (409)."""


class Invalid(Refused):
    """What was typed will not do (422). `errors` maps a field to its message."""

    def __init__(self, errors: dict[str, str]):
        super().__init__("; ".join(str(message) for message in errors.values()))
        self.errors = errors
