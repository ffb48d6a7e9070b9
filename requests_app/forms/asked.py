"""Which form asks a request's questions: one for each procedure."""

from requests_app.forms.district import NeedsForm
from requests_app.forms.equipment import EquipmentForm
from requests_app.forms.product import ProductForm, SoftwareForm
from requests_app.forms.topics import TopicForm
from requests_app.models import Request
from requests_app.questions import Topic

FORMS: dict[str, type[TopicForm]] = {
    "micro": ProductForm,
    "soft": SoftwareForm,
    "equip": EquipmentForm,
    "macro": NeedsForm,
}


def form_for(case: Request, topic: Topic, data=None) -> TopicForm:
    """The form of one topic of a request."""
    return FORMS[case.kind](data, case=case, topic=topic)
