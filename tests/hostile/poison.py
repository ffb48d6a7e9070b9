"""A world in which everything anybody ever typed is hostile to the page that shows it."""

from django.apps import apps
from django.db import models

from accounts.models import User
from tests.access.world import World
from tests.cast import Cast
from workflows import engine
from workflows.actors import Actor
from workflows.models import Event

TAG = "zzz"
LONG = f"""<{TAG} onclick=alert(1)>'{TAG}-a=1 "{TAG}-b=1 {{{{ 7|add:70000 }}}} </textarea></script><{TAG}>"""
SHORT = f'<{TAG}>"{TAG}-c='
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", ' =HYPERLINK("http://evil.example")')
LINK = "javascript:alert(1)"
APPS = ("accounts", "catalog", "workflows", "contracts", "requests_app")
# Not typed by anybody, or read back by the product itself.
KEPT = {
    "SearchGram": {"gram"},
    "User": {"username", "password", "language", "email"},
    "Place": {"path"},
    "StoredFile": {"key", "content", "content_type", "sha256"},
    "SettingValue": {"key"},
    "SettingChange": {"key", "old", "new"},
    "Case": {"state", "phase", "ended_from", "number"},
    "Step": {"kind", "key", "state", "role", "instead_of"},
    "Passage": {"sha256"},
    "Answers": {"form_version"},
    "Notice": {"key", "template", "error"},
    "Wake": {"key", "move"},
    "FailedSignIn": {"username", "address"},
    "Grade": {"code", "name"},
    "Subject": {"name"},
    "DataElement": {"category", "name"},
    "Resource": {"normalised", "host"},
    "ResourceAlias": {"normalised"},
}


class PoisonedCast(Cast):
    """People and places with hostile names."""

    def __init__(self):
        super().__init__()
        poison(("accounts",))
        for name, value in list(vars(self).items()):
            if isinstance(value, models.Model):
                setattr(self, name, type(value).objects.get(pk=value.pk))


class PoisonedWorld(World):
    """The world; then every text that people give is replaced, but in the history, which can't be."""

    cast_type = PoisonedCast

    def __init__(self):
        super().__init__()
        poison(APPS)
        for person in (self.cast.teacher, self.cast.curriculum_director):
            person = User.objects.get(pk=person.pk)
            for words in (LONG, *FORMULAS):
                engine.comment(self.review.pk, words, by=Actor(person), at=self.at)


def poison(labels: tuple[str, ...]) -> None:
    """Every column of text without fixed choices gets hostile words; every address of the web a script."""
    for label in labels:
        for model in apps.get_app_config(label).get_models():
            if model is not Event and not model._meta.proxy:
                _poison(model)


def _poison(model: type[models.Model]) -> None:
    changes = {column.name: _words(column) for column in model._meta.local_fields if is_typed(model, column)}
    for row in model._base_manager.all() if changes else ():
        given = {name: words for name, words in changes.items() if getattr(row, name)}
        unique = {
            name: f"{words[: _most(model, name) - 8]}{row.pk}"
            for name, words in given.items()
            if _is_unique(model, name)
        }
        model._base_manager.filter(pk=row.pk).update(**given | unique)


def is_typed(model: type[models.Model], column: models.Field) -> bool:
    """Is this column something people write?"""
    text = isinstance(column, (models.CharField, models.TextField)) and not isinstance(column, models.FileField)
    return text and not column.choices and column.name not in KEPT.get(model.__name__, ())


def _words(column: models.Field) -> str:
    if isinstance(column, models.URLField):
        return LINK
    most = column.max_length or len(LONG)
    return LONG if most >= len(LONG) else SHORT[:most]


def _most(model, name: str) -> int:
    return model._meta.get_field(name).max_length or 10_000


def _is_unique(model, name: str) -> bool:
    named = {each for constraint in model._meta.constraints for each in getattr(constraint, "fields", ())}
    return model._meta.get_field(name).unique or name in named
