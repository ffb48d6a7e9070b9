"""The final review and the contract review (MICRO-8 to MICRO-11)."""

from datetime import timedelta

from requests_app.demo.papers import sign
from requests_app.demo.stories.told import story


@story("math-duel", ago=11)
def the_reviewers_disagree(walk):
    walk.quote().sent(9).confirm_funds(6)
    walk.answer("curriculum", "curriculum-director", 4, words="Good practice of facts, and children talk about it.")
    walk.answer(
        "ict",
        "ict-coordinator",
        1,
        "deny",
        "Khan Academy and IXL both have facts practice, and Riverside pays for IXL already.",
        ground="duplicate",
        internal="I would not object if IXL is not renewed.",
    )


@story("french-radio", ago=11)
def the_funds_were_denied(walk):
    walk.quote().sent(9)
    walk.answer(
        "principal",
        "budget",
        5,
        "deny",
        "The language budget went into the exchange trip this year.",
        ground="not-funded",
    )
    walk.answer("curriculum", "curriculum-director", 3, words="Very good fit with the interpretive standards.")
    walk.answer("ict", "ict-coordinator", 2, words="No double.")


@story("history-vault", ago=12)
def the_final_review_is_overdue(walk):
    walk.reviewed(
        6, curriculum="Links number work with social studies, as our plan asks.", ict="Free, no accounts, no double."
    )


@story("debate-hall", ago=30)
def reopened_after_a_denial(walk):
    """Denied, then opened again by whoever decided, in a second round."""
    walk.reviewed(24, curriculum="Strong speaking practice.", ict="Meet has no timer or turns; this has.")
    walk.do(
        "deny",
        "assistant-superintendent",
        22,
        "We have no time this term to look at recordings of students.",
        ground="other",
    )
    walk.say("requester", "The vendor says that recording can be switched off for a whole school.", 6)
    walk.do(
        "reopen",
        "assistant-superintendent",
        2,
        "Recording can be switched off: that changes the answer. Let us look again.",
    )


@story("chem-bench", ago=14)
def no_agreement_yet(walk):
    walk.approved(7, curriculum="Fits the chemistry course.", ict="PhET has titrations without a record of results.")


@story("reader-tales", ago=15)
def the_agreement_covers_it(walk):
    walk.approved(8, curriculum="Good texts at the right level.", ict="Newsela has no chapter books.")
    walk.link_vendor(4).link_agreement(2)


@story("tinkercad-school", ago=5, act="extend")
def a_school_is_to_be_added(walk):
    """Nothing but the agreement is left to check."""
    walk.submit("submit_school")


@story("number-stories", ago=20)
def the_order_may_be_placed(walk):
    """No student data: the order is released on final approval. The contract review is overdue."""
    walk.quote().approved(13, curriculum="Short and to the point.", ict="No accounts, no double.")
    walk.say("requester", "Thank you! Shall I send the order form to the office?", 12)


@story("chorus-room", ago=18)
def the_vendor_must_sign(walk):
    walk.quote().approved(11, curriculum="Fits the music standards.", ict="Soundtrap does not show parts.")
    walk.link_vendor(9).waiting_paper(8)
    walk.wait_for_vendor(
        8,
        "The vendor has our data agreement and wants two weeks to read it. Please don't use the app with students yet.",
    )


@story("sensor-kit", ago=27)
def the_vendor_does_not_answer(walk):
    walk.approved(20, curriculum="Good link between motion and graphs.", ict="Works with the sensors we own.")
    walk.link_vendor(18).waiting_paper(18)
    walk.wait_for_vendor(17, "The vendor's lawyer is reading our data agreement. We ask again every Friday.")
    walk.say("compliance-officer", "I asked the vendor again today; no answer yet.", 6)


@story("chem-notebook", ago=23)
def the_vendor_signed(walk):
    """It waited for the vendor, the agreement was signed, and it came back by itself."""
    walk.approved(16, curriculum="Writing in science, as the standards ask.", ict="No double.")
    paper = walk.link_vendor(14).waiting_paper(13)
    walk.wait_for_vendor(13, "The vendor has our data agreement and answers this week.")
    sign(walk.district, paper, at=walk._time(3) + timedelta(minutes=1))
    walk.woken()
