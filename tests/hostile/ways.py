"""Posts out of turn: by the wrong person, in the wrong state or place, stale, or garbage.

What the engine would let through is never made (tests/hostile/rights.py asks it).
"""

from django.urls import reverse

from tests.access.addresses import fresh
from tests.hostile import rights
from tests.hostile.posts import Chooser, Post
from tests.hostile.troupe import SENT_BEFORE
from workflows.moves import moves_of

BIG = "9" * 40
GARBAGE = (
    "",
    " ",
    "\0",
    "a\0b",
    BIG,
    "-1",
    "1e999",
    "NaN",
    "0x10",
    "9999-99-99",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "\u202e\u0000\ud7ff",
    "𝟘𝟙𝟚",
    "٣٤",
    "😀" * 50,
    "[]",
    "None",
    "true",
)
NO_SUCH = 987654321
TOO_BIG = 2**63 + 1


class Maker(Chooser):
    """Makes posts; each method is a way of being out of turn, or None when chance chose somebody who may."""

    def a_move_that_is_not_open_to_them(self):
        case = self.case(self.rng.choice(["micro", "micro", "agreement"]))
        move, body = self.act(case)
        who = self.person(lambda user: move in rights.moves_open_to(user, case))
        return who and Post(
            f"{move} is not theirs or not now ({case.state})", who, self.at("case-move", case, move=move), body
        )

    def a_move_answered_at_a_step_sent_to_the_case(self):
        case = self.case()
        move = self.rng.choice([name for name, move in moves_of(type(case)).items() if move.step or move.automatic])
        who = self.person(lambda user: move in rights.moves_open_to(user, case))
        return who and Post(f"{move} without its step", who, self.at("case-move", case, move=move), fresh(case))

    def somebody_elses_step(self):
        case, step = self.step()
        who = self.person(lambda user: rights.holds(user, step))
        return Post(f"{step.key} is not with them", who, self.at("step", case, step=step), self.answer(case, step))

    def a_step_of_another_school(self):
        while True:
            case, step = self.step()
            if step.role == "principal":
                break
        body = self.answer(case, step)
        return Post("a principal elsewhere", "other_principal", self.at("step", case, step=step), body)

    def a_closed_step(self):
        case, step = self.step(is_open=False)
        names = [name for name in self.people() if rights.would_hold(self.troupe.person(name), step)]
        who = self.rng.choice(names or self.people())
        return Post(f"{step.key} is closed", who, self.at("step", case, step=step), self.answer(case, step))

    def a_step_of_another_case(self):
        case, step = self.step()
        other = self.rng.choice([each for each in self.troupe.by_kind["micro"] if each.pk != case.pk])
        who = self.holder(step) or self.anyone()
        return Post("the step is another case's", who, self.at("step", other, step=step), self.answer(case, step))

    def a_stale_answer(self):
        case, step = self.step()
        who = self.holder(step)
        old = self.rng.choice(["0", str(step.version + 1), "", "x", BIG, "-1"])
        body = self.answer(case, step) | {"step_version": old, "0-step_version": old}
        if step.key not in case.machine.side_by_side:
            body |= {"case_version": self.rng.choice([str(case.version - 1), "", "x", BIG])}
        return who and Post(f"stale answer to {step.key}", who, self.at("step", case, step=step), body)

    def a_stale_move(self):
        case = self.case(self.rng.choice(["micro", "micro", "agreement"]))
        move, body = self.act(case)
        body["case_version"] = self.rng.choice([str(case.version - 1), str(case.version + 1), "", "x", BIG])
        return Post(f"stale {move}", self.anyone(), self.at("case-move", case, move=move), body)

    def an_answer_that_says_too_little(self):
        case, step = self.step()
        who, body = self.holder(step), self.answer(case, step)
        left = self.rng.choice(["deny", "unknown", "nothing"])
        if left == "deny":
            body |= {"0-outcome": "deny", "0-rationale": "", "move": "deny", "rationale": self.rng.choice(["", "  "])}
            if "deny" not in step.stage.outcomes and step.key not in {"initial", "final"}:
                body |= {"0-outcome": "no-such", "move": "no-such"}
        elif left == "unknown":
            body |= {"0-outcome": self.rng.choice(GARBAGE), "move": self.rng.choice(GARBAGE)}
        else:
            body = fresh(case, step)
        return who and Post(f"{step.key} with {left}", who, self.at("step", case, step=step), body)

    def an_answer_with_garbage(self):
        case, step = self.step()
        who, body = self.holder(step), self.answer(case, step)
        bad = {"0-amount": "1e999", "0-po_amount": BIG, "0-ground": "whim", "0-step": BIG, "ground": "whim"}
        bad |= {"needs_funds": "maybe", "where": "moon", "review_interval": BIG, "0-condition_until": "soon"}
        bad |= {"0-rationale": "a\0b", "rationale": "a\0b", "internal": "a\0b", "0-internal": "a\0b"}
        return who and Post(f"{step.key} with garbage", who, self.at("step", case, step=step), body | bad)

    def handing_on_what_is_not_theirs(self):
        case, step = self.step()
        name = self.rng.choice(["step-assign", "step-claim", "step-forward"])
        allowed = rights.may_hand_on if name == "step-assign" else rights.holds
        who = self.person(lambda user: allowed(user, step))
        body = fresh(case, step) | {"to": "person", "person": self.rng.choice(["teacher", "ict-2", "nobody"])}
        body |= {"stages": self.rng.choice(["coach", "title-mtss", "ict-colleague", "no-such"]), "question": "Well?"}
        return who and Post(f"{name} of {step.key}", who, self.at(name, case, step=step), body)

    def handing_on_to_nobody(self):
        case, step = self.step()
        name, who = self.rng.choice(["step-assign", "step-forward"]), self.holder(step)
        garbage = self.rng.choice([text for text in GARBAGE if text.strip(" \0")])
        body = fresh(case, step) | {"to": "person", "person": garbage, "stages": garbage, "question": "?"}
        return who and Post(f"{name} to {garbage[:20]!r}", who, self.at(name, case, step=step), body)

    def setting_right_what_is_not_theirs(self):
        case, step = self.step()
        name = self.rng.choice(["step-finding", "step-link", "step-sites"])
        who = self.person(lambda user: rights.holds(user, step))
        body = fresh(case, step) | {
            "student_data_found": "no",
            "what": self.rng.choice(["resource", "new-vendor", "add"]),
        }
        body |= {"resource": "Desmos", "name": "Evil Corp", "place": str(self.world.cast.school.pk), "method": "sso"}
        return who and Post(f"{name} at {step.key}", who, self.at(name, case, step=step), body)

    def setting_right_with_garbage(self):
        case, step = self.step()
        name, who = self.rng.choice(["step-finding", "step-link", "step-sites"]), self.holder(step)
        what = self.rng.choice(["resource", "vendor", "new-vendor", "agreements", "add", "change", "done", "no-such"])
        body = fresh(case, step) | {"what": what, "student_data_found": "maybe", "elements_found": BIG}
        body |= {
            "resource": BIG,
            "vendor": BIG,
            "name": "",
            "agreements": BIG,
            "site": BIG,
            "place": BIG,
            "method": "x",
        }
        return who and Post(f"{name}: {what} at {step.key}", who, self.at(name, case, step=step), body)

    def talking_where_they_may_not(self):
        case = self.case(self.rng.choice(["micro", "micro", "agreement"]))
        who = self.person(lambda user: rights.reads(user, case))
        body = fresh(case) | {"text": "Let me in", "readers": self.rng.choice(["reviewers", "everyone"])}
        return who and Post("a comment", who, self.at("case-comment", case), body)

    def saying_nothing(self):
        case = self.case()
        body = fresh(case) | {"text": self.rng.choice(["", "   ", "\n", "a\0b"])}
        return Post("an empty comment", self.anyone(), self.at("case-comment", case), body)

    def letting_others_in(self):
        case = self.case()
        if self.rng.random() < 0.5:  # following the outcome oneself is open to whoever sees a request
            who = self.person(lambda user: rights.sees(user, case))
            return who and Post("following unseen", who, self.at("case-follow", case), fresh(case))
        who = self.person(lambda user: user.pk in {case.requester_id, self.world.follower.pk})
        body = fresh(case) | {"person": str(self.world.follower.pk)}
        return Post("ending what another follows", who, self.at("case-unfollow", case), body)

    def removing(self):
        case = self.case()
        what, which = self.rng.choice(
            [("passage", self.world.comment.pk), ("file", self.world.attachment.pk), ("answer", "purpose"), ("x", "y")]
        )
        body = fresh(case) | {"reason": "Mine"}
        who = self.person(lambda user: user.pk == self.world.cast.admin.pk)
        return Post(f"removing a {what}", who, self.at("case-remove", case, what=what, which=str(which)), body)

    def removing_what_is_not_there(self):
        what, which = self.rng.choice(
            [("passage", NO_SUCH), ("file", TOO_BIG), ("answer", "state"), ("answer", "requester"), ("case", "1")]
        )
        path = self.at("case-remove", self.case(), what=what, which=str(which))
        return Post(f"removing {what} {which}", "admin", path, {"reason": "Mine"})

    def writing_on_somebody_elses_form(self):
        case = self.case()
        topic = self.rng.choice(["product", "teaching", "people", "money", "data", "no-such"])
        who = self.person(lambda user: user.pk == case.requester_id)
        body = fresh(case) | {"title": "Mine now", "purpose": "Mine", "students": "5", "paid_by": "free"}
        return Post("somebody else's form", who, self.at("case-form", case, topic=topic), body)

    def writing_on_a_form_that_is_closed(self):
        case = self.case()
        if not case.not_editable():
            return None
        body = fresh(case) | {"title": "Other", "purpose": "Other", "students": "5", "staff": "5", "paid_by": "free"}
        return Post(f"form in {case.state}", "teacher", self.at("case-form", case, topic="product"), body)

    def garbage_beside_a_form(self):
        body = fresh(self.world.draft) | {"quoted": BIG, "years": "-1", "file": "no file at all"}
        return Post(
            "no quote", "teacher", self.at(self.rng.choice(["case-quote", "case-paper"]), self.world.draft), body
        )

    def adding_to_somebody_elses_form(self):
        case = self.case()
        who = self.person(lambda user: user.pk == case.requester_id)
        name = self.rng.choice(["case-quote", "case-paper", "case-support"])
        body = fresh(case) | {"quoted": "5", "years": "1", "move": self.rng.choice(["ask_support", "cancel_ask"])}
        return Post(f"{name} of somebody else", who, self.at(name, case), body)

    def submitting_out_of_turn(self):
        case = self.case()
        who = self.anyone()
        if rights.moves_open_to(self.troupe.person(who), case) & {
            "submit",
            "submit_addition",
            "submit_school",
            "resubmit",
        }:
            return None
        return Post(f"submit in {case.state}", who, self.at("case-submit", case), fresh(case))

    def an_agreement_that_is_not_theirs(self):
        case = self.case("agreement")
        keepers = {"it_director", "compliance_officer"}
        who = self.rng.choice([name for name in self.people() if name not in keepers])
        name = self.rng.choice(["agreement-edit", "agreement-post"])
        return Post(name, who, self.at(name, case), fresh(case) | {"vendor_signer": "Me", "kind": "nda"})

    def an_agreement_not_in_that_state(self):
        case = self.case("agreement")
        name = "agreement-edit" if case.state != "drafting" else "agreement-post"
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

    def a_step_that_is_not_there(self):
        case, name = self.case(), self.rng.choice(["step", "step-claim", "step-assign", "step-forward", "step-link"])
        number = self.rng.choice([NO_SUCH, 0, TOO_BIG])
        return Post("no such step", self.anyone(), self.at(name, case, step=number), fresh(case))

    def a_page_that_is_only_read(self):
        names = (
            "healthz help privacy library vendors roles settings settings-history home search my-requests all-requests"
        )
        name = self.rng.choice([*names.split(), "inbox", "agreements", "school", "dashboard", "people-options"])
        return Post(f"{name} is only read", self.anyone(), reverse(name), {"x": "1"})

    def a_case_page_that_is_only_read(self):
        name = self.rng.choice(["case", "case-history", "case-history-export", "case-receipt"])
        return Post(f"{name} is only read", self.anyone(), self.at(name, self.case()), {"x": "1"})

    def another_kind_of_content(self):
        case, step = self.step()
        kind, body = self.rng.choice(
            [
                ("application/json", '{"move": "deny", "rationale": "x", "case_version": 1}'),
                ("text/plain", "move=deny"),
                ("application/xml", "<move>deny</move>"),
                ("multipart/form-data; boundary=x", "--x\r\nbroken"),
                ("application/x-www-form-urlencoded; charset=no-such", "move=deny"),
                ("application/x-www-form-urlencoded", "&&&=%00%ff&move[]=1&%"),
            ]
        )
        path = self.rng.choice([self.at("step", case, step=step), self.at("case-comment", case)])
        return Post(f"sent as {kind}", self.anyone(), path, body, kind)

    def nobody_signed_in(self):
        case, step = self.step()
        who = self.rng.choice(["anonymous", "leaver"])
        path = self.rng.choice(
            [self.at("step", case, step=step), self.at("case-comment", case), reverse("roles-grant")]
        )
        return Post("not signed in", who, path, self.answer(case, step) | {"text": "Hello"})

    def the_same_form_again(self):
        body = fresh(self.world.review) | {"once": SENT_BEFORE, "text": "Once", "readers": "everyone"}
        who = self.rng.choice(["teacher", "principal", "curriculum_director"])
        return Post("sent before", who, self.at("case-comment", self.world.review), body)


WAYS = sorted(name for name in vars(Maker) if not name.startswith("_"))


def make(maker: Maker) -> Post:
    """One post; all ways are as likely."""
    while True:
        if post := getattr(maker, maker.rng.choice(WAYS))():
            return post
