"""What the form for equipment asks (EQUIP-1)."""

from django.utils.translation import gettext_lazy as _

from requests_app.questions import Questionnaire, Topic

TOPICS = (
    Topic("need", _("What is the matter"), ("title", "problem", "impact", "priority")),
    Topic("items", _("What is needed"), ("items", "specifications")),
    Topic("where", _("Where it goes"), ("goes_to", "room")),
)


class EquipmentQuestions(Questionnaire):
    """Three short topics; the items are rows."""

    version = "equip-1"
    names = {"title": _("in a few words"), "items": _("items and quantities")}

    def topics(self, case) -> tuple[Topic, ...]:
        return TOPICS

    def needed(self, case) -> set[str]:
        return {"title", "problem", "impact", "priority", "items", "goes_to"}

    def lists(self, case) -> list[str]:
        return ["items"]

    def rows(self, case) -> frozenset[str]:
        return frozenset({"items"})

    def answered(self, case, field: str) -> bool:
        return bool(case.items.all()) if field == "items" else super().answered(case, field)

    def said(self, case, field: str) -> str:
        if field == "items":
            return "; ".join(str(item) for item in case.items.all())
        return super().said(case, field)

    def value(self, case, field: str):
        if field == "items":
            return [{"category": i.category, "words": i.words, "quantity": i.quantity} for i in case.items.all()]
        return super().value(case, field)


EQUIP_QUESTIONS = EquipmentQuestions()
