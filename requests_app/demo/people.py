"""Who works in the demo district, and where. All names are invented."""

from dataclasses import dataclass

from accounts.models import Place
from accounts.roles import Role

DISTRICT = ("Prairie View District 100", "PV100")

# key: name, short code
SCHOOLS = {
    "lincoln": ("Lincoln Middle School", "LMS"),
    "addams": ("Jane Addams Middle School", "JAM"),
    "prairie": ("Prairie View High School", "PVH"),
    "douglass": ("Frederick Douglass High School", "FDH"),
    "willow": ("Willow Creek Elementary School", "WCE"),
    "riverside": ("Riverside Elementary School", "RSE"),
    "hughes": ("Langston Hughes Elementary School", "LHE"),
    "huerta": ("Dolores Huerta Dual Language Academy", "DHA"),
}
DEPARTMENTS = {
    "teaching": ("Department of Teaching and Learning", "DTL"),
    "student-services": ("Department of Student Services", "DSS"),
    "multilingual": ("Department of Multilingual Education", "DME"),
    "technology": ("Department of Information Technology", "DIT"),
    "business": ("Department of Business Services", "DBS"),
}


@dataclass(frozen=True)
class Person:
    """One member of staff: `role` is what they hold at `place` (a key of the lists above, or "district")."""

    username: str
    first: str
    last: str
    title: str
    place: str = "district"
    role: Role | None = None
    demo: bool = False
    boss: str = ""


def _demo(username: str, first: str, last: str, title: str, *, place="district", boss="", role=None) -> Person:
    return Person(username, first, last, title, place, role or Role(username), demo=True, boss=boss)


# The accounts that can be tried: the user name is the role's name.
ACCOUNTS = (
    Person("teacher", "Maya", "Thompson", "Mathematics teacher", "lincoln", demo=True, boss="principal"),
    _demo(
        "principal",
        "Robert",
        "Alvarez",
        "Principal, Lincoln Middle School",
        place="lincoln",
        boss="assistant-superintendent",
    ),
    _demo(
        "assistant-superintendent",
        "Denise",
        "Whitfield",
        "Assistant Superintendent for Teaching and Learning",
        boss="district-administrator",
    ),
    _demo(
        "curriculum-director",
        "Elena",
        "Marsh",
        "Director of Curriculum and Instruction",
        boss="assistant-superintendent",
    ),
    _demo("ict-coordinator", "Samuel", "Osei", "Coordinator of Instructional Technology Coaches", boss="it-director"),
    _demo("district-administrator", "Patricia", "Kowalski", "Superintendent"),
    _demo(
        "department-administrator",
        "Gloria",
        "Jensen",
        "Executive Director of Student Services",
        place="student-services",
        boss="district-administrator",
    ),
    _demo("title-mtss", "Marcus", "Bell", "Assistant Superintendent for Title and MTSS", boss="district-administrator"),
    _demo("special-education", "Hannah", "Lindqvist", "Director of Special Education", boss="department-administrator"),
    _demo("bilingual", "Rosa", "Medina", "Director of Bilingual Services", boss="assistant-superintendent"),
    _demo("coach", "Andre", "Coleman", "Instructional coach, mathematics", boss="curriculum-director"),
    _demo("ict", "Priya", "Raman", "Instructional technology coach", boss="ict-coordinator"),
    _demo("ict-2", "Tom", "Becker", "Instructional technology coach", boss="ict-coordinator", role=Role.ICT),
    _demo("school-contact", "Lucy", "Nguyen", "Library media specialist", place="lincoln", boss="principal"),
    _demo("it-director", "Victor", "Hale", "Director of Information Technology", boss="assistant-superintendent"),
    _demo("integration-specialist", "Amina", "Yusuf", "Integration Specialist", boss="it-director"),
    _demo("compliance-officer", "Claire", "Dubois", "Data privacy and compliance officer", boss="it-director"),
    _demo("customer-care", "Jorge", "Ramos", "Customer Care Center lead", boss="it-director"),
    _demo("cybersecurity", "Nadia", "Petrov", "Cybersecurity analyst", boss="it-director"),
    _demo("instructional-technology", "Kevin", "Park", "Instructional technology specialist", boss="ict-coordinator"),
    _demo("dii", "Walter", "Stone", "Devices and infrastructure lead", boss="it-director"),
    _demo("aas", "Irene", "Castillo", "Purchasing and licences specialist", boss="business-office"),
    _demo("technology", "Derek", "Owens", "Technology services manager", boss="it-director"),
    _demo("technician", "Tyler", "Brooks", "Field technician", boss="technology"),
    _demo("procurement", "Sandra", "Mitchell", "Procurement and contracts manager", boss="business-office"),
    _demo("business-office", "Paul", "Novak", "Chief business official", boss="district-administrator"),
    _demo("risk-management", "Joyce", "Freeman", "Risk manager", boss="general-counsel"),
    _demo("general-counsel", "Alan", "Friedman", "General counsel", boss="district-administrator"),
    _demo("board-secretary", "Ruth", "Abernathy", "Secretary to the Board of Education", boss="district-administrator"),
    _demo("admin", "Grace", "Holloway", "Systems administrator", boss="it-director"),
)

# Everybody else. Nobody can sign in as them.
STAFF = (
    Person("d.ferris", "Daniel", "Ferris", "Science teacher", "lincoln", boss="principal"),
    Person("s.okafor", "Simone", "Okafor", "English language arts teacher", "lincoln", boss="principal"),
    Person("j.whitaker", "Joel", "Whitaker", "Special education teacher", "lincoln", boss="principal"),
    Person("c.delgado", "Carmen", "Delgado", "Principal, Jane Addams Middle School", "addams", Role.PRINCIPAL),
    Person("n.hoffman", "Nathan", "Hoffman", "Technology teacher", "addams", Role.SCHOOL_CONTACT),
    Person("a.bianchi", "Anita", "Bianchi", "Social studies teacher", "addams"),
    Person("l.sorensen", "Lars", "Sorensen", "Music teacher", "addams"),
    Person("w.chambers", "Wanda", "Chambers", "Principal, Prairie View High School", "prairie", Role.PRINCIPAL),
    Person("b.iverson", "Beth", "Iverson", "Library media specialist", "prairie", Role.SCHOOL_CONTACT),
    Person("r.gupta", "Rohan", "Gupta", "Physics teacher", "prairie"),
    Person("m.laurent", "Michelle", "Laurent", "French teacher", "prairie"),
    Person("t.washington", "Terrell", "Washington", "Career and technical education teacher", "prairie"),
    Person("f.grant", "Felicia", "Grant", "Principal, Frederick Douglass High School", "douglass", Role.PRINCIPAL),
    Person("k.zielinski", "Karol", "Zielinski", "Network and media technician", "douglass", Role.SCHOOL_CONTACT),
    Person("e.stanton", "Evelyn", "Stanton", "Biology teacher", "douglass"),
    Person("o.haddad", "Omar", "Haddad", "Counselor", "douglass"),
    Person("j.mccoy", "Janet", "McCoy", "Principal, Willow Creek Elementary School", "willow", Role.PRINCIPAL),
    Person("p.adeyemi", "Peter", "Adeyemi", "Media specialist", "willow", Role.SCHOOL_CONTACT),
    Person("h.kramer", "Heather", "Kramer", "Second grade teacher", "willow"),
    Person("i.santos", "Isabel", "Santos", "Reading specialist", "willow"),
    Person("g.bauer", "Gregory", "Bauer", "Principal, Riverside Elementary School", "riverside", Role.PRINCIPAL),
    Person("y.tanaka", "Yuki", "Tanaka", "Media specialist", "riverside", Role.SCHOOL_CONTACT),
    Person("v.morris", "Valerie", "Morris", "Fourth grade teacher", "riverside"),
    Person(
        "d.patterson", "Diane", "Patterson", "Principal, Langston Hughes Elementary School", "hughes", Role.PRINCIPAL
    ),
    Person("a.lewis", "Aaron", "Lewis", "Physical education teacher", "hughes", Role.SCHOOL_CONTACT),
    Person("k.nakamura", "Karen", "Nakamura", "Kindergarten teacher", "hughes"),
    Person("q.harris", "Quentin", "Harris", "Fifth grade teacher", "hughes"),
    Person("m.fuentes", "Miguel", "Fuentes", "Principal, Dolores Huerta Academy", "huerta", Role.PRINCIPAL),
    Person("l.ortega", "Leticia", "Ortega", "Media specialist", "huerta", Role.SCHOOL_CONTACT),
    Person("c.villanueva", "Camila", "Villanueva", "Dual language teacher, grade 3", "huerta"),
    Person("s.reyes", "Sofia", "Reyes", "Dual language teacher, grade 1", "huerta"),
    Person(
        "r.langley",
        "Rebecca",
        "Langley",
        "Executive Director of Teaching and Learning",
        "teaching",
        Role.DEPARTMENT_ADMINISTRATOR,
    ),
    Person("b.quinn", "Brian", "Quinn", "Content leader, science", "teaching", Role.COACH),
    Person("d.farrow", "Donna", "Farrow", "Content leader, English language arts", "teaching", Role.COACH),
    Person("e.moreau", "Emile", "Moreau", "Speech and language pathologist", "student-services"),
    Person(
        "t.lopez",
        "Teresa",
        "Lopez",
        "Executive Director of Multilingual Education",
        "multilingual",
        Role.DEPARTMENT_ADMINISTRATOR,
    ),
    Person(
        "v.hanson",
        "Vera",
        "Hanson",
        "Executive Director of Technology Operations",
        "technology",
        Role.DEPARTMENT_ADMINISTRATOR,
    ),
    Person("h.ng", "Henry", "Ng", "Executive Director of Business Services", "business", Role.DEPARTMENT_ADMINISTRATOR),
)

KINDS = {"district": Place.Kind.DISTRICT, "school": Place.Kind.SCHOOL, "department": Place.Kind.DEPARTMENT}
