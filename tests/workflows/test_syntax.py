"""Nothing outside the engine writes a case's state or the history: the syntax tree of all code is walked."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("accounts", "catalog", "workflows", "contracts", "requests_app", "config")
# What a case's state is written with, and what may be done with the history, nowhere but here.
ENGINE = "workflows/engine/"
STATE = {"state", "phase", "ended_from"}
WRITES = {
    "create", "acreate", "update", "aupdate", "delete", "adelete", "save", "bulk_create", "bulk_update",
    "get_or_create", "update_or_create", "_raw_delete",
}  # fmt: skip
HISTORY = {"Event", "workflows.Event"}
UPDATES = {"update", "aupdate", "update_or_create", "bulk_update", "setdefault"}


def offences(code: str) -> list[tuple[int, str]]:
    """Line and kind of everything in the code that only the engine may do."""
    return sorted({found for node in ast.walk(ast.parse(code)) for found in _offences_of(node)})


def _offences_of(node: ast.AST):
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)) and not _only_declares(node):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in (inner for outer in targets for inner in ast.walk(outer)):
            if isinstance(target, ast.Attribute) and isinstance(target.ctx, ast.Store) and target.attr in STATE:
                yield node.lineno, f"assigns .{target.attr}"
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and _names(node.slice) & STATE:
        yield node.lineno, "writes the state into __dict__"
    if isinstance(node, ast.ImportFrom) and any(alias.name == "Event" and alias.asname for alias in node.names):
        yield node.lineno, "names the history otherwise"
    if isinstance(node, ast.Call):
        yield from _offences_of_call(node)


def _only_declares(node: ast.AST) -> bool:
    return isinstance(node, ast.AnnAssign) and node.value is None


def _offences_of_call(call: ast.Call):
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in {"setattr", "__setattr__"} and any(_names(argument) & STATE for argument in call.args):
        yield call.lineno, "sets the state by name"
    given = {keyword.arg for keyword in call.keywords}
    if name in UPDATES and given & STATE:
        yield call.lineno, "updates the state in the database"
    if name == "bulk_update" and any(_names(argument) & STATE for argument in call.args):
        yield call.lineno, "updates the state in the database"
    if name == "Event" and ast.unparse(call.func) not in {"threading.Event", "icalendar.Event"}:
        yield call.lineno, "writes the history"
    if name in WRITES and _is_about_events(call.func):
        yield call.lineno, "writes the history"
    if name == "get_model" and any(_names(argument) & HISTORY for argument in call.args):
        yield call.lineno, "names the history otherwise"


def _names(node: ast.AST) -> set:
    return {inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant) and isinstance(inner.value, str)}


def _is_about_events(function: ast.AST) -> bool:
    """A chain such as Event.objects.filter(…).update or case.events.create."""
    words = {inner.id for inner in ast.walk(function) if isinstance(inner, ast.Name)}
    words |= {inner.attr for inner in ast.walk(function) if isinstance(inner, ast.Attribute)}
    return bool(words & {"Event", "events", "event"})


def code_of_the_product() -> list[Path]:
    files = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    return [path for path in files if "migrations" not in path.parts]


def may_write(path: Path) -> bool:
    return path.relative_to(ROOT).as_posix().startswith(ENGINE)


def test_no_code_outside_the_engine_writes_a_state_or_the_history():
    files = code_of_the_product()
    found = {
        path.relative_to(ROOT).as_posix(): offences(path.read_text(encoding="utf-8"))
        for path in files
        if not may_write(path)
    }
    assert {path: rows for path, rows in found.items() if rows} == {}
    assert len(files) > 50


def test_the_engine_itself_is_where_it_is_done():
    done = {kind for path in code_of_the_product() if may_write(path) for _line, kind in offences(path.read_text())}
    # A move to another procedure makes the case's row anew as another kind's: there django-fsm has no say.
    anew = "writes the state into __dict__"
    assert done == {"assigns .phase", "assigns .ended_from", "writes the history", anew}


@pytest.mark.parametrize(
    "code",
    [
        "case.state = 'complete'",
        "case.phase: str = 'done'",
        "self.case.state, x = y",
        "[case.state] = y",
        "case.state += 'x'",
        "case.__dict__['state'] = 'complete'",
        "setattr(case, 'state', value)",
        "object.__setattr__(case, 'state', value)",
        "Case.objects.filter(pk=1).update(state='complete')",
        "Case.objects.filter(pk=1).update(phase=Phase.DONE)",
        "Case.objects.update_or_create(pk=1, state='complete')",
        "Case.objects.bulk_update(rows, ['state'])",
        "Event.objects.create(case=case)",
        "Event(case=case).save()",
        "case.events.create(kind='move')",
        "Event.objects.filter(case=case).update(by_name='x')",
        "Event.objects.filter(case=case).delete()",
        "event.delete()",
        "models.Event.objects.bulk_create(rows)",
        "case.events.all()._raw_delete(using)",
        "from workflows.models import Event as Row",
        "apps.get_model('workflows', 'Event').objects.create()",
    ],
)
def test_each_way_of_writing_past_the_engine_is_found(code):
    assert offences(code)


@pytest.mark.parametrize(
    "code",
    [
        "Case.objects.filter(state='complete')",
        "if case.state == 'complete': pass",
        "states = [case.state]",
        "Event.objects.filter(case=case).order_by('pk')",
        "Notice.objects.create(case=case)",
        "details.update(stage='x')",
        "class Look:\n    phase: str",
        "setattr(case, name, value)",
        "stopping = threading.Event()",
    ],
)
def test_reading_is_no_offence(code):
    assert offences(code) == []
