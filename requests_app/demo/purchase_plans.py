"""What the demo district wants for several schools: a purchase at every state of document 001."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Offer:
    """A product that may be bought, what it costs a year, and whether it takes student data."""

    name: str
    maker: str
    yearly: int
    data: bool = True
    score: int = 4
    pros: str = "Teachers found their way at once."
    cons: str = ""
    gaps: str = ""

    @property
    def address(self) -> str:
        """Where its maker's website is."""
        return f"{self.name.lower().replace(' ', '-')}.example"


@dataclass(frozen=True)
class Plan:
    """What somebody wants for several schools, so many school days ago, and how far it has come."""

    by: str
    title: str
    need: str
    outcome: str
    to: str
    ago: int
    offers: tuple[Offer, ...] = ()
    instructional: bool = True
    subject: str = "English"
    pace: int = 2  # school days between two acts


TYPING = (Offer("Key Climber", "Climber Learning", 2400, score=5), Offer("Type Trail", "Trailhead Apps", 1900, score=3))
READING = (
    Offer("Story Steps", "Stepwise Reading", 9600, score=4, cons="Few Polish texts."),
    Offer(
        "Leaf and Line", "Leafline", 7800, score=5, pros="Texts in English, Spanish and Polish.", gaps="No offline use."
    ),
    Offer("Read Ladder", "Ladderworks", 11200, score=2, cons="Advertisements in the free part."),
)
PLANS = (
    Plan(
        "curriculum-director",
        "Typing for grades 3 to 5",
        "Tests are taken on computers, and half of our students hunt for keys.",
        "Nine of ten type twenty words a minute by the end of grade 5.",
        "complete",
        150,
        TYPING,
        pace=5,
    ),
    Plan(
        "curriculum-director",
        "Reading at each student’s level",
        "A third of our students read below their grade.",
        "Nine of ten read at grade level in two years.",
        "monitoring",
        110,
        READING,
        pace=5,
    ),
    Plan(
        "ict-coordinator",
        "Class web pages",
        "Every school has another page, and parents find nothing.",
        "One address for all classes.",
        "planning",
        62,
        (Offer("Class Front", "Frontdoor", 4200), Offer("Page Porch", "Porch Software", 3900, score=3)),
        pace=4,
    ),
    Plan(
        "principal",
        "Maps for social studies",
        "Our atlases are from 2009.",
        "Every class works with maps of today.",
        "contract-posting",
        55,
        (Offer("World Window", "Windowmaps", 3100, data=False),),
        subject="Social Studies",
        pace=4,
    ),
    Plan(
        "d.ferris",
        "Simulations for science",
        "Experiments with heat can’t be done safely.",
        "Each unit has an experiment that everybody does.",
        "purchasing",
        48,
        (Offer("Lab Loop", "Looplab", 6400), Offer("Beaker Box", "Boxed Science", 7100)),
        subject="Science",
        pace=4,
    ),
    Plan(
        "assistant-superintendent",
        "Assessment in mathematics",
        "Five schools use five tests.",
        "One assessment, three times a year.",
        "board-review",
        44,
        (Offer("Sum Scale", "Scale Assessments", 31000), Offer("Count Compass", "Compass Tests", 28500, score=3)),
        subject="Mathematics",
        pace=4,
    ),
    Plan(
        "coach",
        "Translations for parents",
        "Letters home are in English alone.",
        "Every letter in the language of the family.",
        "compliance-gate",
        38,
        (Offer("Many Tongues", "Tongues", 5200), Offer("Letter Bridge", "Bridgeworks", 4700)),
        instructional=False,
        pace=4,
    ),
    Plan(
        "s.okafor",
        "Writing with feedback",
        "Essays come back after a week.",
        "Feedback within a day.",
        "evaluation",
        30,
        (Offer("Draft Desk", "Deskworks", 5600), Offer("Red Thread", "Threadline", 4900)),
        pace=4,
    ),
    Plan(
        "n.hoffman",
        "Coding for middle schools",
        "Only one school teaches it.",
        "Every student of grade 7 has coded.",
        "funds",
        24,
        (Offer("Loop Land", "Landloop", 3300), Offer("Byte Bench", "Benchmark Bytes", 2900)),
        pace=4,
    ),
    Plan(
        "l.sorensen",
        "Music theory",
        "Practice sheets are copied by hand.",
        "Each student practices at their level.",
        "budgeting",
        20,
        (Offer("Note Nest", "Nestnotes", 1400, data=False), Offer("Clef Club", "Clefworks", 1700)),
        subject="Music",
        pace=3,
    ),
    Plan(
        "a.bianchi",
        "A calendar for all schools",
        "Three calendars contradict each other.",
        "One calendar that parents can subscribe to.",
        "searching",
        14,
        (Offer("Day Board", "Boardday", 2100), Offer("Term Times", "Timesoft", 1800)),
        instructional=False,
        pace=3,
    ),
    Plan(
        "teacher",
        "Graphing for all middle schools",
        "Graphing calculators are lost or broken.",
        "Each student graphs on their own device.",
        "asked",
        3,
        subject="Mathematics",
    ),
    Plan(
        "teacher",
        "A library of science films",
        "Links to films break.",
        "Films that are there next year too.",
        "draft",
        1,
        subject="Science",
    ),
    Plan(
        "ict-coordinator",
        "Monitoring of student screens",
        "Students play in lessons.",
        "Fewer games in lessons.",
        "denied",
        40,
        (Offer("Screen Sentry", "Sentry Labs", 8800, score=2, cons="It films students."),),
        pace=4,
    ),
    Plan(
        "principal",
        "Radios for all schools",
        "Radios of the schools can’t talk to each other.",
        "One channel.",
        "withdrawn",
        18,
        instructional=False,
    ),
)
