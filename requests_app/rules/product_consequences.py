"""What the moves of a request for an app or software write in the library, whatever the procedure."""

from datetime import date

from catalog import services as library
from catalog.models import GROUNDS_ABOUT_THE_RESOURCE, Approval, Privacy
from requests_app.rules.purchase_consequences import PurchaseConsequences
from workflows.machines import ABOUT_PRODUCTS
from workflows.moves import Phase


def terms(conditions: dict) -> dict:
    """The conditions a decision keeps, as the library stores them (SOPS.md, "approve with conditions")."""
    until = conditions.get("until")
    return {
        "grades": conditions.get("grades") or [],
        "subjects": conditions.get("subjects") or [],
        "no_student_accounts": bool(conditions.get("no_student_accounts")),
        "until": date.fromisoformat(until) if isinstance(until, str) and until else until or None,
        "conditions": conditions.get("words") or "",
    }


def terms_of(row) -> dict:
    """The conditions an approval already has."""
    names = ("grades", "subjects", "no_student_accounts", "until", "conditions")
    return {name: getattr(row, name) for name in names} if row else terms({})


class ProductConsequences(PurchaseConsequences):
    """Each runs in the transaction of the move that calls it."""

    class Meta(PurchaseConsequences.Meta):
        abstract = True

    def enter_library(self, *, by, at) -> None:
        """What is asked for stands in the library as being reviewed, unless something is known of it already."""
        if self.resource is None:
            self.resource = library.add_resource(
                name=self.title,
                kind=self.product_kind,
                website=self.website,
                vendor=None,
                approval=Approval.IN_REVIEW,
                by=by.user,
                at=at,
            )
        elif self.resource.approval == Approval.UNREVIEWED:
            self.library_says(Approval.IN_REVIEW, by=by, at=at)

    def arrived_from(self, other, *, by, at) -> None:
        """X-13: what was wanted before is the purpose; what is submitted stands in the library as being reviewed."""
        self.purpose = self.purpose or getattr(other, "need", "") or getattr(other, "problem", "")
        if self.submitted_at is not None and not self.missing_answers():
            self.enter_library(by=by, at=at)

    def left_for(self, other, *, by, at) -> None:
        """X-13: what is no request for a product any more is not reviewed in the library."""
        if other.kind not in ABOUT_PRODUCTS:
            self.forget_review(by=by, at=at)

    def record_findings(self, findings: dict) -> None:
        """Of reviews side by side, the one that found student data holds until the contract review (105 ILCS 85)."""
        shared = findings["student_data"] == "yes"
        self.student_data_found = shared or bool(self.student_data_found)
        if shared:
            self.elements_found.add(*findings["elements"])

    def deny_in_library(self, details: dict, *, by, at) -> None:
        """MICRO-10: only grounds about the resource change what the library says, and only for the places decided."""
        if not (self.resource_id and details["ground"] in GROUNDS_ABOUT_THE_RESOURCE):
            self.forget_review(by=by, at=at)
            return
        library.set_status(
            resource=self.resource,
            approval=Approval.DENIED,
            privacy=Privacy.NOT_APPROVED if details["ground"] == "privacy" else None,
            ground=details["ground"],
            words=details.get("library_words") or details["rationale"],
            places=self.asked_places(),
            case_number=self.number or "",
            by=by.user,
            by_name=by.shown_name,
            at=at,
        )

    def forget_review(self, *, by, at) -> None:
        """A resource that was only "being reviewed" for this request is unreviewed again."""
        if not self.resource_id or self.resource.approval != Approval.IN_REVIEW:
            return
        others = self.resource.cases.filter(kind__in=ABOUT_PRODUCTS, phase__in=[Phase.OPEN, Phase.WAITING])
        if not others.exclude(pk=self.pk).exists():
            self.library_says(Approval.UNREVIEWED, by=by, at=at)

    def left_resource(self, resource, *, by, at) -> None:
        """Another entry of the library was linked; the one left is no longer reviewed for this request (MICRO-4)."""
        linked = self.resource
        if resource is None or linked == resource:
            return
        self.resource = resource
        self.forget_review(by=by, at=at)
        self.resource = linked
        if linked.approval == Approval.UNREVIEWED:
            self.library_says(Approval.IN_REVIEW, by=by, at=at)

    def library_says(self, approval: str, *, by, at, places=()) -> None:
        """Set the resource's status, at places or in all."""
        library.set_status(
            resource=self.resource,
            approval=approval,
            privacy=None,
            ground="",
            words="",
            places=list(places),
            case_number=self.number or "",
            by=by.user,
            by_name=by.shown_name,
            at=at,
        )
