from django.db import migrations

# NDPA Exhibit B (LAW.md, section 6).
SCHEDULE = {
    "Application technology metadata": ["IP addresses of users, use of cookies", "Other"],
    "Application use statistics": ["Metadata on user interaction with the application"],
    "Assessment": ["Standardized test scores", "Observation data", "Voice recordings", "Other"],
    "Attendance": ["Student school (daily) attendance data", "Student class attendance data"],
    "Communications": ["Online communications captured (e-mails, blog entries)"],
    "Conduct": ["Conduct or behavioral data"],
    "Demographics": [
        "Date of birth",
        "Place of birth",
        "Gender",
        "Ethnicity or race",
        "Language information",
        "Other",
    ],
    "Enrollment": [
        "Student school enrollment",
        "Student grade level",
        "Homeroom",
        "Guidance counselor",
        "Specific curriculum programs",
        "Year of graduation",
        "Other",
    ],
    "Parent or guardian contact information": ["Address", "E-mail", "Phone"],
    "Parent or guardian ID": ["Parent ID number (created to link parents to students)"],
    "Parent or guardian name": ["First and/or last"],
    "Schedule": ["Student scheduled courses", "Teacher names"],
    "Special indicator": [
        "English language learner information",
        "Low income status",
        "Medical alerts or health data",
        "Student disability information",
        "Specialized education services (IEP or 504)",
        "Living situations (homeless or foster care)",
        "Other",
    ],
    "Student contact information": ["Address", "E-mail", "Phone"],
    "Student identifiers": [
        "Local (school district) ID number",
        "State ID number",
        "Provider or app assigned student ID number",
        "Student app user name",
        "Student app passwords",
    ],
    "Student name": ["First and/or last"],
    "Student in-app performance": ["Program or application performance"],
    "Student program membership": ["Academic or extracurricular activities"],
    "Student survey responses": ["Student responses to surveys or questionnaires"],
    "Student work": ["Student generated content: writing, pictures", "Other"],
    "Transcript": [
        "Student course grades",
        "Student course data",
        "Student course grades or performance scores",
        "Other",
    ],
    "Transportation": [
        "Student bus assignment",
        "Student pick up and/or drop off location",
        "Student bus card ID number",
        "Other",
    ],
    "Other": ["Another data element"],
}


def seed(apps, schema_editor):
    element = apps.get_model("contracts", "DataElement")
    pairs = [(category, name) for category, names in SCHEDULE.items() for name in names]
    element.objects.bulk_create(
        element(category=category, name=name, order=order) for order, (category, name) in enumerate(pairs, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
