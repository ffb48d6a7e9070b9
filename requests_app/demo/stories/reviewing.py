"""Reviews side by side: answered, forwarded, consulted, late (MICRO-5 to MICRO-7)."""

from requests_app.demo.stories.told import story


@story("ratio-rooms", ago=5)
def nobody_has_answered_yet(walk):
    walk.quote().sent(3).say(
        "requester", "@curriculum-director our pacing guide reaches ratios in six weeks, in case that helps."
    )


@story("coral-reef", ago=8)
def the_principal_has_answered(walk):
    walk.quote().sent(6).confirm_funds(3, words="Funds are set aside in the science budget.")


@story("word-garden", ago=7)
def the_principal_is_on_leave(walk):
    """Janet McCoy gave support before her leave; another principal acts for her."""
    walk.sent(5)


@story("reading-lift", ago=10)
def specialists_were_brought_in(walk):
    walk.quote().sent(8).confirm_funds(6)
    walk.bring_in(
        "curriculum",
        "curriculum-director",
        "title-mtss",
        "special-education",
        ago=4,
        question="Would this serve as a tier 2 intervention, and does it work for students with a reading disability?",
    )
    asked = {"coach": ["d.farrow"]}
    walk.bring_in("curriculum", "curriculum-director", "coach", people=asked, question="Do you know it from elsewhere?")
    walk.answer("ict", "ict-coordinator", 3, words="Lexia has no Spanish part and fewer checks; this is no double.")
    walk.answer(
        "coach", "d.farrow", 2, "advice", "My last district used it in grades 2 and 3. The weekly checks are worth it."
    )


@story("puente", ago=9)
def bilingual_services_are_asked(walk):
    walk.quote().sent(7).confirm_funds(6)
    walk.bring_in(
        "curriculum",
        "curriculum-director",
        "bilingual",
        ago=6,
        question="Does it follow our Spanish word lists, or another country's?",
    )
    walk.answer(
        "curriculum",
        "curriculum-director",
        2,
        "approve-with-conditions",
        "Fits the foundational skills of the primary grades.",
        conditions={"grades": ["K", "1", "2"], "words": "In the dual language classes only."},
    )


@story("tangent", ago=9)
def a_coach_is_consulted(walk):
    walk.sent(7)
    walk.bring_in(
        "curriculum",
        "curriculum-director",
        "coach",
        ago=5,
        people={"coach": ["coach"]},
        question="Do the hints give away the answer? You know how we teach equations.",
    )
    walk.answer("ict", "ict-coordinator", 4, words="Nothing of ours gives hints on a student's own work.")


@story("code-studio", ago=10)
def other_coaches_are_asked(walk):
    walk.quote().sent(8).confirm_funds(5)
    walk.bring_in(
        "ict",
        "ict-coordinator",
        "ict-colleague",
        ago=3,
        people={"ict-colleague": ["ict", "ict-2"]},
        question="Does the simulator run on the old lab computers at Prairie View, and do Scratch users need it?",
    )


@story("field-trips", ago=27)
def everybody_is_late(walk):
    """The reviews are late, and so is the answer to the teacher."""
    walk.sent(25).say(
        "requester", "Our visit to the farm is next month. Is there anything I can add to make this easier?", 5
    )


@story("walkthrough", ago=6)
def a_principal_asked(walk):
    """Nobody decides their own request: it goes one level up."""
    walk.quote().submit().do("send_to_review", "assistant-superintendent", 4)


@story("iep-planner", ago=8)
def a_department_administrator_asked(walk):
    walk.quote().submit().do("send_to_review", "assistant-superintendent", 5)
    walk.answer("ict", "ict-coordinator", 2, words="Our student system has no place for these notes.")


@story("speech-lab", ago=6)
def a_department_pays(walk):
    walk.quote().sent(4)


@story("wevideo-seats", ago=4, act="extend", seats=58)
def seats_are_to_be_paid(walk):
    walk.quote().submit("submit_addition")


@story("typing-conditions", ago=13, act="extend", conditions_change=True)
def other_conditions_are_asked_for(walk):
    """Changed conditions go to the Director of Curriculum; her answer is overdue."""
    walk.submit("submit_addition")


@story(
    "labster-again",
    ago=6,
    what_changed="We now have the new biology standards, and neither PhET nor Gizmos has gene editing or a gel.",
    act="again",
)
def asked_again_after_a_denial(walk):
    walk.quote().sent(4).confirm_funds(2).say(
        "ict-coordinator", "The denial was mine. The point about gels is fair.", 1, internal=True
    )
