"""The NDPA's own words for kinds of data (Exhibit B), so that a parent reads them in their language.

What the district adds to its schedule of data stays as it was typed.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SCHEDULE = frozenset(
    {
        gettext_noop("Application technology metadata"),
        gettext_noop("Application use statistics"),
        gettext_noop("Assessment"),
        gettext_noop("Attendance"),
        gettext_noop("Communications"),
        gettext_noop("Conduct"),
        gettext_noop("Demographics"),
        gettext_noop("Enrollment"),
        gettext_noop("Parent or guardian contact information"),
        gettext_noop("Parent or guardian ID"),
        gettext_noop("Parent or guardian name"),
        gettext_noop("Schedule"),
        gettext_noop("Special indicator"),
        gettext_noop("Student contact information"),
        gettext_noop("Student identifiers"),
        gettext_noop("Student name"),
        gettext_noop("Student in-app performance"),
        gettext_noop("Student program membership"),
        gettext_noop("Student survey responses"),
        gettext_noop("Student work"),
        gettext_noop("Transcript"),
        gettext_noop("Transportation"),
        gettext_noop("Other"),
        gettext_noop("IP addresses of users, use of cookies"),
        gettext_noop("Metadata on user interaction with the application"),
        gettext_noop("Standardized test scores"),
        gettext_noop("Observation data"),
        gettext_noop("Voice recordings"),
        gettext_noop("Student school (daily) attendance data"),
        gettext_noop("Student class attendance data"),
        gettext_noop("Online communications captured (e-mails, blog entries)"),
        gettext_noop("Conduct or behavioral data"),
        gettext_noop("Date of birth"),
        gettext_noop("Place of birth"),
        gettext_noop("Gender"),
        gettext_noop("Ethnicity or race"),
        gettext_noop("Language information"),
        gettext_noop("Student school enrollment"),
        gettext_noop("Student grade level"),
        gettext_noop("Homeroom"),
        gettext_noop("Guidance counselor"),
        gettext_noop("Specific curriculum programs"),
        gettext_noop("Year of graduation"),
        gettext_noop("Address"),
        gettext_noop("E-mail"),
        gettext_noop("Phone"),
        gettext_noop("Parent ID number (created to link parents to students)"),
        gettext_noop("First and/or last"),
        gettext_noop("Student scheduled courses"),
        gettext_noop("Teacher names"),
        gettext_noop("English language learner information"),
        gettext_noop("Low income status"),
        gettext_noop("Medical alerts or health data"),
        gettext_noop("Student disability information"),
        gettext_noop("Specialized education services (IEP or 504)"),
        gettext_noop("Living situations (homeless or foster care)"),
        gettext_noop("Local (school district) ID number"),
        gettext_noop("State ID number"),
        gettext_noop("Provider or app assigned student ID number"),
        gettext_noop("Student app user name"),
        gettext_noop("Student app passwords"),
        gettext_noop("Program or application performance"),
        gettext_noop("Academic or extracurricular activities"),
        gettext_noop("Student responses to surveys or questionnaires"),
        gettext_noop("Student generated content: writing, pictures"),
        gettext_noop("Student course grades"),
        gettext_noop("Student course data"),
        gettext_noop("Student course grades or performance scores"),
        gettext_noop("Student bus assignment"),
        gettext_noop("Student pick up and/or drop off location"),
        gettext_noop("Student bus card ID number"),
        gettext_noop("Another data element"),
    }
)


def data_words(name: str) -> str:
    """A category or element of the schedule of data, for a reader."""
    return _(name) if name in SCHEDULE else name
