"""Drafts, support, the initial review, and requests that came back (MICRO-1 to MICRO-4)."""

from requests_app.demo.stories.told import story


@story("blooket", ago=1)
def barely_begun(walk):
    """A name and nothing else yet."""


@story("force-motion", ago=4)
def support_is_asked_for(walk):
    walk.quote().do("ask_support", "requester", 3)


@story("mentimeter", ago=9, act="ask")
def support_was_declined(walk):
    walk.do("ask_support", "requester", 9).answer(
        "support",
        "principal",
        7,
        "deny",
        "Our technology money is spent until July. Kahoot! can show a poll too: please try that first.",
        ground="not-funded",
    )


@story("boardmaker-seats", ago=8, act="extend", seats=4)
def support_is_overdue(walk):
    walk.quote().do("ask_support", "requester", 8)


@story("storyforge", ago=6)
def support_was_given(walk):
    walk.quote().support(6, words="Yes. Please plan for two sections first.")


@story("geo-sketch", ago=2)
def funded_and_new(walk):
    walk.quote().support(3, words="I support this: it replaces the licence that ended in June.")
    walk.do("submit", "requester", 2)
    walk.say("requester", "The vendor gave me until the end of next month to use the quote.").follower("d.ferris")


@story("birdsong", ago=1)
def free_and_new(walk):
    walk.submit()


@story("lab-notes", ago=9)
def initial_review_is_overdue(walk):
    walk.quote().submit().say("requester", "We would like to begin with the second semester.", 4)


@story("vocabulary", ago=4, act="ask")
def the_library_has_it_by_now(walk):
    """Approved for another request meanwhile: it can be closed as already available."""
    walk.submit().made_available(2)


@story("flat", ago=3, act="ask")
def initial_review_is_due_today(walk):
    walk.quote().submit().claim("initial", "assistant-superintendent", 1)


@story("poem-stage", ago=6)
def came_back_to_the_teacher(walk):
    walk.submit().do(
        "return_for_changes",
        "assistant-superintendent",
        2,
        "Please find out whether students need accounts and what happens to recordings, and name the two classes.",
    )


@story("career-quest", ago=20)
def came_back_and_waits(walk):
    walk.quote().submit().do(
        "return_for_changes",
        "assistant-superintendent",
        14,
        "Which three questions of the survey are about the family? We may not ask those without consent.",
    )


@story("budget-game", ago=15)
def submitted_again(walk):
    walk.submit().do(
        "return_for_changes",
        "assistant-superintendent",
        10,
        "Say which course this belongs to, and who else teaches it.",
    )
    walk.change(
        6,
        purpose="A year of wages and bills in six lessons of the course Consumer Economics, which three of us teach.",
        students=164,
    )
    walk.do("resubmit", "requester", 2)


@story("cuentos", ago=5)
def went_back_quietly(walk):
    """Sent to the reviewers by mistake, and taken back without a mail."""
    walk.submit().do("send_to_review", "assistant-superintendent", 2, "")
    walk.do("back", "assistant-superintendent", None, "Sent too soon: I want to ask about the Spanish titles first.")
