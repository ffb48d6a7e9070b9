"""The grade levels and the usual content areas; a district may add subjects of its own."""

from django.db import migrations

GRADES = [("PK", "Pre-kindergarten"), ("K", "Kindergarten")]
GRADES += [(str(number), f"Grade {number}") for number in range(1, 13)]
GRADES += [("A", "Adult education")]

SUBJECTS = [
    "Bilingual and ESL",
    "Business and careers",
    "Computer science",
    "Counseling and social-emotional learning",
    "English language arts",
    "Family and consumer science",
    "Fine arts",
    "Health",
    "Library and research",
    "Mathematics",
    "Music",
    "Physical education",
    "Science",
    "Social studies",
    "Special education",
    "Technology and engineering",
    "World languages",
]


def seed(apps, schema_editor):
    grades, subjects = apps.get_model("catalog", "Grade").objects, apps.get_model("catalog", "Subject").objects
    for order, (code, name) in enumerate(GRADES):
        grades.update_or_create(code=code, defaults={"name": name, "order": order})
    for name in SUBJECTS:
        subjects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
