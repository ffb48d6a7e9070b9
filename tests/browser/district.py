"""The people of the walks under names one can tell apart, and a library they find things in."""

from django.utils import timezone

from catalog import services as library
from catalog.models import Approval, Ground, Resource, Subject
from tests.browser.people import give_passwords
from tests.cast import Cast

NAMES = {
    "teacher": "Ana Ruiz",
    "colleague": "Ben Okafor",
    "stranger": "Mai Tran",
    "principal": "Paula Greene",
    "assistant_superintendent": "Sam Whitfield",
    "curriculum_director": "Carla Mendes",
    "coach": "Noah Klein",
    "title_mtss": "Tina Brooks",
    "special_education": "Erik Larsen",
    "bilingual": "Lucia Ferrer",
    "ict_coordinator": "Ivan Petrov",
    "ict_2": "Grace Kim",
    "it_director": "Dana Stone",
    "integration_specialist": "Omar Haddad",
    "school_contact": "Rosa Delgado",
    "compliance_officer": "Cleo Marsh",
}


class District(Cast):
    """The cast with names and passwords, and half a dozen resources in different statuses."""

    def __init__(self):
        super().__init__()
        for name, called in NAMES.items():
            person = getattr(self, name)
            person.first_name, person.last_name = called.split()
        give_passwords(*(getattr(self, name) for name in NAMES))
        self._library()

    def _library(self) -> None:
        now, keeper = timezone.now(), self.it_director
        maths = Subject.objects.get(name="Mathematics")
        for name in ("Desmos", "GeoGebra"):
            resource = library.add_resource(name=name, by=keeper, at=now, subjects=[maths])
            library.make_available(resource=resource, places=[self.district], by=keeper, at=now)
        denied = library.add_resource(
            name="Quizlet", by=keeper, at=now, alternatives=[Resource.objects.get(name="Desmos")]
        )
        library.set_status(
            resource=denied,
            approval=Approval.DENIED,
            ground=Ground.PRIVACY,
            words="It shows advertisements to students.",
            places=[self.district],
            by=keeper,
            by_name=str(keeper),
            at=now,
        )
