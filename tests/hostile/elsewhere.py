"""Posts out of turn that are about no case of a kind: the district's house, agreements' own pages, what isn't there."""

from django.urls import reverse

from tests.access.addresses import fresh
from tests.hostile.posts import Chooser, Post
from tests.hostile.troupe import SENT_BEFORE
from tests.hostile.ways import BIG, GARBAGE, NO_SUCH, TOO_BIG


class Elsewhere(Chooser):
    """Each method is a way of being out of turn, or None when chance chose what is in turn."""

    def garbage_beside_a_form(self):
        body = fresh(self.world.draft) | {"quoted": BIG, "years": "-1", "file": "no file at all"}
        return Post(
            "no quote", "teacher", self.at(self.rng.choice(["case-quote", "case-paper"]), self.world.draft), body
        )

    def an_agreement_that_is_not_theirs(self):
        case = self.case()
        keepers = {"it_director", "compliance_officer"}
        who = self.rng.choice([name for name in self.people() if name not in keepers])
        name = self.rng.choice(["agreement-edit", "agreement-post"])
        return Post(name, who, self.at(name, case), fresh(case) | {"vendor_signer": "Me", "kind": "nda"})

    def an_agreement_not_in_that_state(self):
        case = self.case()
        name = "agreement-post" if case.state in case.UNSIGNED_STATES else "agreement-edit"
        body = fresh(case) | {"vendor_signer": "Me", "agreement_kind": "nda", "vendor": case.vendor.name}
        body |= {"review_interval": "6"}
        return Post(f"{name} in {case.state}", "it_director", self.at(name, case), body)

    def an_agreement_of_garbage(self):
        body = {
            name: self.rng.choice(GARBAGE) for name in ("agreement_kind", "vendor", "products", "places", "starts_on")
        }
        return Post("agreement of garbage", "it_director", reverse("agreement-new"), body | {"vendor": BIG})

    def keeping_house_without_the_role(self):
        world = self.world
        doors = [
            reverse("settings-topic", args=["clocks"]),
            reverse("settings-calendar"),
            reverse("settings-closure", args=[world.closure.pk]),
            reverse("roles-grant"),
            reverse("roles-end", args=[world.grant.pk]),
            reverse("resource-add"),
            reverse("resource-edit", args=[world.resource.pk]),
            reverse("vendor-add"),
            reverse("vendor-edit", args=[world.vendor.pk]),
        ]
        body = {"name": "Evil", "kind": "app", "user": "teacher", "role": "admin", "place": "1", "remove": "1"}
        body |= {"starts_on": "2026-01-01", "ends_on": "2026-01-02", "last_day": "2026-01-01", "support_days": "1"}
        who = self.rng.choice(
            ["teacher", "colleague", "principal", "curriculum_director", "ict_coordinator", "follower"]
        )
        return Post("keeping house", who, self.rng.choice(doors), body)

    def keeping_house_with_garbage(self):
        doors = {
            reverse("settings-topic", args=["clocks"]): {"support_days": BIG},
            reverse("settings-calendar"): {"name": "", "starts_on": "x"},
            reverse("roles-grant"): {"user": BIG, "role": "emperor", "place": BIG, "starts_on": "\0"},
            reverse("resource-add"): {"name": "", "kind": "\0", "website": "javascript:x", "grades": BIG},
            reverse("vendor-add"): {"name": "", "website": "//", "contact_email": "\0"},
            reverse("preferences"): {"language": "xx", "mail": "\0", "shown_name": "a" * 999},
            reverse("delegation"): {"receiver": BIG, "starts_on": "x", "ends_on": BIG},
        }
        path = self.rng.choice(sorted(doors))
        return Post("garbage from an administrator", "admin", path, doors[path])

    def something_that_is_not_there(self):
        name, more = self.rng.choice(
            [
                ("case-comment", {}),
                ("case-file", {}),
                ("case-submit", {}),
                ("case-follow", {}),
                ("case-move", {"move": "withdraw"}),
                ("step", {"step": NO_SUCH}),
                ("step-claim", {"step": TOO_BIG}),
                ("agreement-edit", {}),
            ]
        )
        pk = self.rng.choice([NO_SUCH, 0, TOO_BIG])
        return Post("no such case", self.anyone(), self.at(name, pk, **more), {"text": "x", "once": "form-sent-once-x"})

    def a_page_that_is_only_read(self):
        names = (
            "healthz help privacy library vendors roles settings settings-history home search my-requests all-requests"
        )
        name = self.rng.choice([*names.split(), "inbox", "agreements", "school", "dashboard", "people-options"])
        return Post(f"{name} is only read", self.anyone(), reverse(name), {"x": "1"})

    def the_same_form_again(self):
        body = fresh(self.world.review) | {"once": SENT_BEFORE, "text": "Once", "readers": "everyone"}
        who = self.rng.choice(["teacher", "principal", "curriculum_director"])
        return Post("sent before", who, self.at("case-comment", self.world.review), body)
