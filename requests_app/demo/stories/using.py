"""Posting, setting up at the schools, and what is in use (MICRO-12, MICRO-13)."""

from requests_app.demo.stories.told import story


@story("globe-tour", ago=15)
def to_be_posted(walk):
    walk.approved(8, curriculum="Supports the unit on places.", ict="Google Earth has no guided tours.").verified(3)


@story("grammar-coach", ago=31)
def posting_is_overdue(walk):
    walk.quote().approved(24, curriculum="Sentence combining is in our writing plan.", ict="NoRedInk is grammar only.")
    walk.link_vendor(22).wait_for_vendor(22, "The vendor has our data agreement.")
    walk.do("vendor_answered", "it-director", 17, "The vendor will sign as it stands.")
    walk.verified(14, words="Signed and complete.").quote_chosen(13).order("PO-26-0417", 11)


@story("algebra-lanes", ago=33, schools=["lincoln", "addams", "huerta"])
def one_school_of_three_is_set_up(walk):
    walk.approved(26, curriculum="Good sequence, follows our units.", ict="IXL gives answers; this gives hints.")
    walk.verified(18, places=["lincoln", "addams", "huerta"])
    walk.hand_over(12, "Class lists from the student system every night; start with Lincoln, they wait longest.")
    walk.sites("lincoln", "addams", "huerta", ago=10).site_done("lincoln", 4)
    walk.say(
        "integration-specialist", "Lincoln is ready: Lucy tried it with two classes. Addams follows next week."
    ).follower("principal")


@story("phonics-pal", ago=45, schools=["willow", "riverside"])
def setting_up_is_overdue(walk):
    walk.quote().approved(
        38, curriculum="Systematic and in the right order.", ict="Starfall has no record of progress."
    )
    walk.verified(30, places=["willow", "riverside"]).hand_over(24, "Tablets in the primary rooms first.")
    walk.sites("willow", "riverside", method="rostering", ago=21)


@story("micro-lab", ago=25)
def in_use_without_setting_up(walk):
    walk.approved(18, curriculum="A fine opening activity for functions.", ict="No accounts, no double.").verified(13)
    walk.post().do("complete_without_integration", "it-director", 10)
    walk.say("requester", "We used it today. Thank you all.", 8)


@story("library-shelf", ago=67, schools=["prairie", "douglass"])
def in_use_after_setting_up(walk):
    walk.quote().approved(60, curriculum="Makes our shelves easy to find.", ict="The catalog does not do this.")
    walk.verified(52, places=["prairie", "douglass"], words="Both high schools.").order("PO-26-0288", 50)
    walk.over_years("400.00", "400.00", "400.00", ago=49)
    walk.hand_over(46, "Single sign-on for all students of both schools.").sites(
        "prairie", "douglass", method="sso", ago=44
    )
    walk.received(42)
    walk.site_done("prairie", 40).site_done("douglass", 36)
    walk.do("integrated", "integration-specialist", 35).follower("e.stanton", 34)


@story("garden-log", ago=64, schools=["willow", "riverside", "hughes", "huerta"])
def decided_without_a_late_answer(walk):
    walk.sent(62).answer("curriculum", "curriculum-director", 55, words="Observation over a year: just what we want.")
    walk.do(
        "decide_without_late", "assistant-superintendent", 46, "The garden season begins; nothing speaks against it."
    )
    walk.do(
        "approve",
        "assistant-superintendent",
        45,
        "Free and without accounts. Technology may still object.",
        conditions={"grades": ["K", "1", "2", "3"], "no_student_accounts": True},
    )
    walk.verified(40, places=["willow", "riverside", "hughes", "huerta"])
    walk.post().do("complete_without_integration", "it-director", 38)
