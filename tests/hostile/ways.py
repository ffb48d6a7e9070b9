"""Posts out of turn about a case of any kind: by the wrong person, in the wrong state or place, stale, or garbage.

What the engine would let through is never made (tests/hostile/rights.py asks it).
"""

from django.urls import get_resolver, reverse

from requests_app.questions import topics_for
from tests.access.addresses import fresh, served
from tests.hostile import rights
from tests.hostile.posts import Chooser, Post
from workflows.machines import REQUESTS
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


def pages_of(*about: str) -> dict[str, dict[str, str]]:
    """Names of all addresses of a case that are about these, each with something for whatever else it names."""
    found = {}
    for name in sorted(served()):
        for ways, *_rest in get_resolver().reverse_dict.getlist(name):
            route, names = ways[0]
            if route.startswith("cases/") and ("step" in names) == ("step" in about):
                found[name] = dict.fromkeys(sorted(set(names) - set(about)), "1")
    return found


PAGES, STEP_PAGES = pages_of("pk"), pages_of("pk", "step")


class Maker(Chooser):
    """Makes posts; each method is a way of being out of turn, or None when chance chose somebody who may."""

    def a_move_that_is_not_open_to_them(self):
        case = self.case()
        move, body = self.act(case)
        who = self.person(lambda user: move in rights.moves_open_to(user, case))
        return who and Post(
            f"{move} is not theirs or not now ({case.state})", who, self.at("case-move", case, move=move), body
        )

    def a_move_answered_at_a_step_sent_to_the_case(self):
        case = self.case()
        moves = [name for name, move in moves_of(type(case)).items() if move.step or move.automatic]
        if not moves:
            return None
        move = self.rng.choice(moves)
        who = self.person(lambda user: move in rights.moves_open_to(user, case))
        return who and Post(f"{move} without its step", who, self.at("case-move", case, move=move), fresh(case))

    def somebody_elses_step(self):
        case, step = self.step()
        who = step and self.person(lambda user: rights.holds(user, step))
        return who and Post(
            f"{step.key} is not with them", who, self.at("step", case, step=step), self.answer(case, step)
        )

    def a_step_of_another_school(self):
        case, step = self.step(role="principal")
        if not step or rights.holds(self.troupe.person("other_principal"), step):
            return None
        body = self.answer(case, step)
        return Post("a principal elsewhere", "other_principal", self.at("step", case, step=step), body)

    def a_closed_step(self):
        case, step = self.step(is_open=False)
        if not step:
            return None
        names = [name for name in self.people() if rights.would_hold(self.troupe.person(name), step)]
        who = self.rng.choice(names or self.people())
        return Post(f"{step.key} is closed", who, self.at("step", case, step=step), self.answer(case, step))

    def a_step_of_another_case(self):
        case, step = self.step()
        others = [each for each in self.troupe.by_kind[self.kind] if step and each.pk != case.pk]
        if not others:
            return None
        other, who = self.rng.choice(others), self.holder(step) or self.anyone()
        return Post("the step is another case's", who, self.at("step", other, step=step), self.answer(case, step))

    def a_stale_answer(self):
        case, step = self.step()
        if not step:
            return None
        who = self.holder(step)
        old = self.rng.choice(["0", str(step.version + 1), "", "x", BIG, "-1"])
        body = self.answer(case, step) | {"step_version": old, "0-step_version": old}
        if step.key not in case.machine.side_by_side:
            body |= {"case_version": self.rng.choice([str(case.version - 1), "", "x", BIG])}
        return who and Post(f"stale answer to {step.key}", who, self.at("step", case, step=step), body)

    def a_stale_move(self):
        case = self.case()
        move, body = self.act(case)
        body["case_version"] = self.rng.choice([str(case.version - 1), str(case.version + 1), "", "x", BIG])
        return Post(f"stale {move}", self.anyone(), self.at("case-move", case, move=move), body)

    def an_answer_that_says_too_little(self):
        case, step = self.step()
        if not step:
            return None
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
        if not step:
            return None
        who, body = self.holder(step), self.answer(case, step)
        bad = {"0-amount": "1e999", "0-po_amount": BIG, "0-ground": "whim", "0-step": BIG, "ground": "whim"}
        bad |= {"needs_funds": "maybe", "where": "moon", "review_interval": BIG, "0-condition_until": "soon"}
        bad |= {"0-rationale": "a\0b", "rationale": "a\0b", "internal": "a\0b", "0-internal": "a\0b"}
        return who and Post(f"{step.key} with garbage", who, self.at("step", case, step=step), body | bad)

    def handing_on_what_is_not_theirs(self):
        case, step = self.step()
        if not step:
            return None
        name = self.rng.choice(["step-assign", "step-claim", "step-forward"])
        allowed = rights.may_hand_on if name == "step-assign" else rights.holds
        who = self.person(lambda user: allowed(user, step))
        body = fresh(case, step) | {"to": "person", "person": self.rng.choice(["teacher", "ict-2", "nobody"])}
        body |= {"stages": self.rng.choice(["coach", "title-mtss", "ict-colleague", "no-such"]), "question": "Well?"}
        return who and Post(f"{name} of {step.key}", who, self.at(name, case, step=step), body)

    def handing_on_to_nobody(self):
        case, step = self.step()
        if not step:
            return None
        name, who = self.rng.choice(["step-assign", "step-forward"]), self.holder(step)
        garbage = self.rng.choice([text for text in GARBAGE if text.strip(" \0")])
        body = fresh(case, step) | {"to": "person", "person": garbage, "stages": garbage, "question": "?"}
        return who and Post(f"{name} to {garbage[:20]!r}", who, self.at(name, case, step=step), body)

    def a_page_of_a_step_that_is_not_theirs(self):
        case, step = self.step()
        if not step:
            return None
        name, more = self.rng.choice(sorted(STEP_PAGES.items(), key=str))
        who = self.person(lambda user: rights.holds(user, step) or rights.may_hand_on(user, step))
        body = fresh(case, step) | {"student_data_found": "no", "what": self.rng.choice(["resource", "add", "done"])}
        body |= {"resource": "Desmos", "name": "Evil Corp", "place": str(self.world.cast.school.pk), "method": "sso"}
        return who and Post(f"{name} at {step.key}", who, self.at(name, case, step=step, **more), body)

    def a_page_of_a_case_they_may_not_read(self):
        case = self.case()
        name, more = self.rng.choice(sorted(PAGES.items(), key=str))
        allowed = rights.sees if name == "case-follow" else rights.reads
        who = self.person(lambda user: allowed(user, case))
        body = fresh(case) | {"what": self.rng.choice(["quote", "say", "add", "done"]), "text": "Mine", "to": "soft"}
        return who and Post(f"{name} in {case.state}", who, self.at(name, case, **more), body)

    def setting_right_with_garbage(self):
        case, step = self.step()
        if not step or self.kind != "micro":
            return None
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
        case = self.case()
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
        topics = [topic.key for topic in topics_for(case)] if self.kind in REQUESTS else []
        topic = self.rng.choice([*topics, "product", "no-such"])
        who = self.person(lambda user: user.pk == case.requester_id)
        body = fresh(case) | {"title": "Mine now", "purpose": "Mine", "students": "5", "paid_by": "free"}
        return Post("somebody else's form", who, self.at("case-form", case, topic=topic), body)

    def writing_on_a_form_that_is_closed(self):
        case = self.case()
        if self.kind in REQUESTS and not case.not_editable():
            return None
        body = fresh(case) | {"title": "Other", "purpose": "Other", "students": "5", "staff": "5", "paid_by": "free"}
        topic = topics_for(case)[0].key if self.kind in REQUESTS else "product"
        return Post(f"form in {case.state}", "teacher", self.at("case-form", case, topic=topic), body)

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

    def a_step_that_is_not_there(self):
        case, name = self.case(), self.rng.choice(["step", "step-claim", "step-assign", "step-forward", "step-link"])
        number = self.rng.choice([NO_SUCH, 0, TOO_BIG])
        return Post("no such step", self.anyone(), self.at(name, case, step=number), fresh(case))

    def a_case_page_that_is_only_read(self):
        name = self.rng.choice(["case", "case-history", "case-history-export", "case-receipt"])
        return Post(f"{name} is only read", self.anyone(), self.at(name, self.case()), {"x": "1"})

    def another_kind_of_content(self):
        case, step = self.step()
        if not step:
            return None
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
        if not step:
            return None
        who = self.rng.choice(["anonymous", "leaver"])
        path = self.rng.choice(
            [self.at("step", case, step=step), self.at("case-comment", case), reverse("roles-grant")]
        )
        return Post("not signed in", who, path, self.answer(case, step) | {"text": "Hello"})


def ways_of(maker: type[Chooser]) -> list[str]:
    return sorted(name for name in vars(maker) if not name.startswith("_"))


def make(maker: Chooser) -> Post:
    """One post; all ways are as likely."""
    while True:
        if post := getattr(maker, maker.rng.choice(ways_of(type(maker))))():
            return post
