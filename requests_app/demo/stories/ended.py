"""Denied on each ground, already there, withdrawn (MICRO-4, MICRO-8, MICRO-10, MICRO-11, X-5)."""

from requests_app.demo.stories.told import story


@story("quiz-rally", ago=29)
def we_have_something_for_this(walk):
    walk.submit().do(
        "deny",
        "assistant-superintendent",
        27,
        "Kahoot! and Wayground do the same and both are ready to use at Lincoln. Please try one of them.",
        ground="duplicate",
        library_words="Kahoot! and Wayground do the same and are approved.",
    )


@story("myth-maker", ago=48)
def it_does_not_fit(walk):
    walk.sent(46)
    walk.answer(
        "curriculum",
        "curriculum-director",
        41,
        "deny",
        "Students choose from ready-made endings: they write very little themselves.",
        ground="instruction",
    )
    walk.answer("ict", "ict-coordinator", 40, words="Book Creator comes close, but has no myths.")
    walk.do(
        "deny",
        "assistant-superintendent",
        38,
        "Students write very little with it: they choose from ready-made endings. Book Creator lets them write.",
        ground="instruction",
        library_words="Students write very little with it. Use Book Creator instead.",
    )


@story("voice-diary", ago=47)
def data_would_not_be_safe(walk):
    walk.approved(40, curriculum="Hearing oneself read helps.", ict="No double.").link_vendor(38)
    walk.wait_for_vendor(37, "The vendor is asked to sign our data agreement.")
    walk.do(
        "deny_contract",
        "it-director",
        22,
        "The vendor keeps children's voices for five years and will not sign our agreement.",
        ground="privacy",
        library_words="The maker keeps children's voices for five years and would not sign our data agreement.",
    )


@story("vr-field", ago=42)
def there_is_no_money(walk):
    walk.quote().sent(40)
    walk.answer(
        "principal",
        "budget",
        36,
        "deny",
        "Twelve headsets cost more than the whole science budget.",
        ground="not-funded",
    )
    walk.answer("curriculum", "curriculum-director", 34, words="A fine idea for the unit on cells.")
    walk.answer("ict", "ict-coordinator", 33, words="No double. The headsets need accounts of their own.")
    walk.do(
        "deny",
        "assistant-superintendent",
        31,
        "There is no money for headsets this year. The idea is good: please ask again when next year's budget opens.",
        ground="not-funded",
    )


@story("desk-cast", ago=45)
def it_does_not_work_here(walk):
    walk.sent(43).answer("curriculum", "curriculum-director", 40, words="Students should present their work.")
    walk.answer(
        "ict", "ict-coordinator", 37, "deny", "It needs a port that our network keeps closed.", ground="technical"
    )
    walk.do(
        "deny",
        "assistant-superintendent",
        35,
        "It needs an opening in the network that we keep closed for safety. The panels in the classrooms can show a"
        " student's screen too.",
        ground="technical",
        library_words="It needs an opening in the network that we keep closed. Use the classroom panel's own sharing.",
    )


@story("party-points", ago=24)
def for_another_reason(walk):
    walk.submit().do(
        "deny",
        "assistant-superintendent",
        22,
        "We do not show children's behavior to the class. Our counselors will gladly help with other ideas.",
        ground="other",
    )


@story("classkick", ago=20, act="ask")
def it_was_there_already(walk):
    walk.submit().made_available(19).do(
        "close_as_available",
        "assistant-superintendent",
        18,
        "Good news: Classkick is approved for the whole district since this week. Sign in with your district account.",
    )


@story("sing-along", ago=18)
def the_teacher_withdrew(walk):
    walk.submit().do("withdraw", "requester", 16, "We found songs in the public library.")


@story("shape-shop", ago=19)
def withdrawn_during_the_reviews(walk):
    walk.sent(17).do("withdraw", "requester", 12, "The tablets it needs are being replaced. I will ask again then.")
