"""Every machine as text: a Mermaid drawing and the table behind it, made from the code (docs/machines)."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django_fsm import State

from workflows.moves import Move, moves_of

# A move from more states than this ("withdraw") would hide the drawing under its arrows: it stands in the table alone.
MOST_ARROWS = 3


def page(machine) -> str:
    """The page of one machine, in English: its drawing, its moves, its steps."""
    with translation.override("en"):
        parts = [_heading(machine), _drawing(machine), _moves(machine), _stages(machine)]
        return "\n\n".join(part for part in parts if part) + "\n"


def _heading(machine) -> str:
    return (
        f"# {machine.machine_title}\n\n"
        f"Procedure: {machine.document}. Made from the code by `manage.py machines`; don't edit it."
    )


# --- the drawing ------------------------------------------------------------------------------------------------------


def _drawing(machine) -> str:
    first = next(iter(machine.main_line))
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {_id(first)}"]
    lines += [f'    state "{_quoted(state.label)}" as {_id(state)}' for state in machine.State]
    for move in moves_of(machine).values():
        lines += [f"    {_id(source)} --> {_id(target)}: {_arrow_words(move)}" for source, target in _arrows(move)]
    ended = [state for state in machine.State if machine.looks[state].phase in {"done", "refused", "withdrawn"}]
    lines += [f"    {_id(state)} --> [*]" for state in ended]
    often = [f"“{move.label}”" for move in moves_of(machine).values() if not _arrows(move)]
    note = f"\n\nNot drawn, because they are possible from many states: {', '.join(often)}." if often else ""
    return "\n".join([*lines, "```"]) + note


def _arrows(move: Move) -> list[tuple[str, str]]:
    """Pairs of states a move leads between, if they are few and fixed."""
    if isinstance(move.target, State) or len(move.source) > MOST_ARROWS:
        return []
    return [(source, _value(move.target)) for source in move.source]


def _arrow_words(move: Move) -> str:
    who = " or ".join(str(role.label) for role in move.by)
    return _quoted(f"{move.label} ({who})")


def _id(state: Any) -> str:
    return _value(state).replace("-", "_")


def _value(state: Any) -> str:
    return str(getattr(state, "value", state))


def _quoted(words: Any) -> str:
    """Mermaid ends an arrow's words at a colon or semicolon, and a state's name at a quotation mark."""
    return str(words).replace(": ", " – ").replace(":", " ").replace(";", ",").replace('"', "'")


# --- the tables -------------------------------------------------------------------------------------------------------


def _moves(machine) -> str:
    rows = [
        (
            f"`{move.name}`",
            str(move.label),
            ", ".join(str(role.label) for role in move.by),
            _states(machine, move.source),
            _target(machine, move),
            ", ".join(f"`{key}`" for key in move.step),
            "; ".join(_words(reason) for reason in move.when),
            "; ".join(_words(need) for need in move.needs),
            ", ".join(f"`{name}`" for name in move.tells.values()),
        )
        for move in moves_of(machine).values()
    ]
    heads = ("Move", "Button", "Who", "From", "To", "Answers the step", "Only when", "Must say", "Mail")
    return "## Moves\n\n" + _table(heads, rows)


def _stages(machine) -> str:
    rows = [
        (
            f"`{stage.key}`",
            str(stage.label),
            str(stage.role.label),
            str(stage.question),
            f"`{stage.term}`",
            "yes" if stage.required else "no",
            ", ".join(stage.outcomes) or "by a move",
            ", ".join(f"`{each.key}`" for each in machine.forwards.get(stage.key, ())),
        )
        for stage in machine.stages
    ]
    if not rows:
        return ""
    heads = ("Step", "Name", "Who", "Asked", "Term (setting)", "Waited for", "Answers", "May bring in")
    return "## Steps\n\n" + _table(heads, rows)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    cells = [list(heads), ["---" for _head in heads], *(list(row) for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells)


def _states(machine, states: Iterable[str]) -> str:
    return ", ".join(str(machine.State(state).label) for state in states)


def _target(machine, move: Move) -> str:
    if not isinstance(move.target, State):
        return _states(machine, [_value(move.target)])
    return f"{_words(move.target.func)}: {_states(machine, map(_value, move.target.allowed_states))}"


def _words(function: Any) -> str:
    return function.__name__.replace("_", " ")
