"""Many of what a list shows, each with its own person, place, product and vendor: whatever is asked a row shows up."""

from copy import copy

from django.db.models.base import ModelState

from accounts.models import Place, User
from catalog.models import Resource, Vendor
from tests.access.world import World
from workflows.models import Case, Notice, Step


class Many:
    """Copies of a case and its open steps, as they stand."""

    def __init__(self, world: World, size: int):
        self.world, self.size = world, size
        numbers = range(size)
        self.places = [self._place(n) for n in numbers]
        User.objects.bulk_create(
            User(username=f"p{n}", first_name="Pat", last_name=f"Row{n}", place=self.places[n]) for n in numbers
        )
        Vendor.objects.bulk_create(Vendor(name=f"Company {n}") for n in numbers)
        self.people = list(User.objects.filter(last_name__startswith="Row").order_by("pk"))
        self.vendors = list(Vendor.objects.filter(name__startswith="Company ").order_by("pk"))
        Resource.objects.bulk_create(Resource(name=f"Thing {n}", vendor=self.vendors[n]) for n in numbers)
        self.resources = list(Resource.objects.filter(name__startswith="Thing ").order_by("pk"))

    def _place(self, number: int) -> Place:
        return Place.objects.create(name=f"School {number}", kind=Place.Kind.SCHOOL, parent=self.world.cast.district)

    def cases(self, of: Case, *, requester: User | None = None) -> list[Case]:
        """Copies of a case, each somebody else's unless `requester` is given."""
        first = type(of).objects.get(pk=of.pk)
        steps = first.open_steps()
        copies = [self._case(first, n, requester or self.people[n]) for n in range(self.size)]
        rows = [self._step(step, each, n) for n, each in enumerate(copies) for step in steps]
        Step.objects.bulk_create(rows)
        return copies

    def _case(self, first: Case, number: int, requester: User) -> Case:
        made = copy(first)
        made._state = ModelState()
        made.pk = made.id = made.case_ptr_id = None
        made.number = f"{first.number}-{number}" if first.number else None
        made.requester, made.place = requester, self.places[number]
        made.resource, made.vendor = self.resources[number], self.vendors[number]
        made.save(force_insert=True)
        return made

    def _step(self, first: Step, case: Case, number: int) -> Step:
        made = copy(first)
        made._state = ModelState()
        made.pk, made.case_id, made.place = None, case.pk, self.places[number]
        return made

    def notices(self, person: User, cases: list[Case]) -> None:
        """A notice about each case."""
        first = Notice.objects.first()
        Notice.objects.bulk_create(
            Notice(key=f"copy:{case.pk}", user=person, case=case, template=first.template, created_at=first.created_at)
            for case in cases
        )
