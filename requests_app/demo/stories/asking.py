"""Drafts, support, the initial review, and requests that came back (MICRO-1 to MICRO-4)."""

from requests_app.demo.stories.told import adds, story


@story("blooket", ago=1)
def barely_begun(walk):
    """A name and nothing else yet."""


@story("force-motion", ago=4)
def support_is_asked_for(walk):
    walk.quote().do("ask_support", "requester", 3)


@story("mentimeter", ago=9)
def support_was_declined(walk):
    walk.do("ask_support", "requester", 9).answer(
        "support",
        "principal",
        7,
        "deny",
        "Our technology money is spent until July. Kahoot! can show a poll too: please try that first.",
        ground="not-funded",
    )


@story("boardmaker-seats", ago=8, **adds("Boardmaker", seats=4, student_data=""))
def support_is_overdue(walk):
    walk.quote().do("ask_support", "requester", 8)


@story("storyforge", ago=6)
def support_was_given(walk):
    walk.quote().support(6, words="Yes. Please plan for two sections first.")


@story("geo-sketch", ago=5)
def funded_and_new(walk):
    walk.quote().support(4, words="I support this: it replaces the licence that ended in June.").do(
        "submit", "requester", 2
    )
    walk.say("requester", "The vendor gave me until the end of next month to use the quote.").follower("d.ferris")


@story("birdsong", ago=2)
def free_and_new(walk):
    walk.submit(1)


@story("lab-notes", ago=11)
def initial_review_is_overdue(walk):
    walk.quote().submit(9).say("requester", "We would like to begin with the second semester.", 4)


@story("geogebra-again", ago=3)
def asks_for_what_the_library_has(walk):
    walk.submit(2)


@story("flat", ago=5)
def initial_review_is_due_today(walk):
    walk.quote().submit(3).claim("initial", "assistant-superintendent", 1)


@story("poem-stage", ago=7)
def came_back_to_the_teacher(walk):
    walk.submit(6).do(
        "return_for_changes",
        "assistant-superintendent",
        2,
        "Please find out whether students need accounts and what happens to recordings, and name the two classes.",
    )


@story("career-quest", ago=24)
def came_back_and_waits(walk):
    walk.quote().submit(20).do(
        "return_for_changes",
        "assistant-superintendent",
        14,
        "Which three questions of the survey are about the family? We may not ask those without consent.",
    )


@story("budget-game", ago=17)
def submitted_again(walk):
    walk.submit(15).do(
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


@story("cuentos", ago=6)
def went_back_quietly(walk):
    """Sent to the reviewers by mistake, and taken back without a mail."""
    walk.submit(5).do("send_to_review", "assistant-superintendent", 2, "")
    walk.do("back", "assistant-superintendent", None, "Sent too soon: I want to ask about the Spanish titles first.")
