"""Many of what a list shows, each with its own person, place, product and vendor: whatever is asked a row shows up."""

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
        return [self._case(of, n, requester or self.people[n]) for n in range(self.size)]

    def _case(self, of: Case, number: int, requester: User) -> Case:
        copy = type(of).objects.get(pk=of.pk)
        steps = copy.open_steps()
        copy.pk = copy.id = copy.case_ptr_id = None
        copy._state.adding = True
        copy.number = f"{of.number or 'draft'}-{number}" if of.number else None
        copy.requester, copy.place = requester, self.places[number]
        copy.resource, copy.vendor = self.resources[number], self.vendors[number]
        copy.save(force_insert=True)
        for step in steps:
            step.pk, step.case_id, step.place = None, copy.pk, self.places[number]
            step._state.adding = True
        Step.objects.bulk_create(steps)
        return copy

    def notices(self, person: User, cases: list[Case]) -> None:
        """A notice about each case."""
        first = Notice.objects.first()
        Notice.objects.bulk_create(
            Notice(key=f"copy:{case.pk}", user=person, case=case, template=first.template, created_at=first.created_at)
            for case in cases
        )
