"""The demo's public record: the district's own words, copies for the public, and two half-yearly confirmations."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts import services as people
from accounts.files import store_file
from contracts import confirming, record, services
from contracts.models import Agreement, Confirmation, Item
from requests_app.demo.district import District
from requests_app.demo.paper import pdf
from requests_app.demo.papers import WITHOUT_COPY
from workflows import engine
from workflows.actors import Actor

WORDS = {
    (Item.DATA, "en"): (
        "We keep data about students to teach them and to run our schools: names, birth dates, addresses, grades,"
        " attendance, and the help a student needs.\n\n"
        "Teachers and office staff see only what they need for their work. We share data with a company when its"
        " product helps us teach or run our schools, and only after it has signed an agreement. We share data with the"
        " State Board of Education because the law asks for it. We never sell data."
    ),
    (Item.DATA, "es"): (
        "Guardamos datos de los estudiantes para enseñarles y para que funcionen nuestras escuelas: nombres, fechas de"
        " nacimiento, direcciones, calificaciones, asistencia y la ayuda que necesita cada estudiante.\n\n"
        "Los maestros y el personal de la oficina ven solo lo que necesitan para su trabajo. Compartimos datos con una"
        " empresa cuando su producto nos ayuda a enseñar o a dirigir nuestras escuelas, y solo después de que firme un"
        " acuerdo. Compartimos datos con la Junta Estatal de Educación porque lo pide la ley. Nunca vendemos datos."
    ),
    (Item.RIGHTS, "en"): (
        "You may see the data that we or a company keep about your child. You may ask for a copy, on paper or as a"
        " file. You may ask us to correct what is wrong.\n\n"
        "Use the form on this page, or ask for it at your school’s office. We check first that you are the parent or"
        " guardian. You get an answer within 45 days. What is wrong is corrected within 90 days. You may ask for copies"
        " twice in three months for each child. It costs nothing."
    ),
    (Item.RIGHTS, "es"): (
        "Usted puede ver los datos que nosotros o una empresa guardamos sobre su hijo. Puede pedir una copia, en papel"
        " o como archivo. Puede pedirnos que corrijamos lo que está mal.\n\n"
        "Use el formulario de esta página o pídalo en la oficina de su escuela. Primero comprobamos que usted es el"
        " padre, la madre o el tutor. Recibe una respuesta en 45 días. Lo que está mal se corrige en 90 días. Puede"
        " pedir copias dos veces en tres meses por cada hijo. No cuesta nada."
    ),
}
FIRST_WORDS = "We keep data about students to teach them. We share it only under an agreement."


def post_the_record(district: District, *, now: datetime) -> None:
    """Texts in both languages, copies of most agreements, a half-year that is confirmed, and one that is to be."""
    officer = district.person("compliance-officer")
    named = {"privacy_officer": f"{officer}, {officer.title}" if officer.title else str(officer)}
    people.change_settings(values=named, by=district.person("admin"), at=now - timedelta(days=400))
    _write(district, now=now)
    _copies(district, now=now)
    _confirm(district, now=now)


def _write(district: District, *, now: datetime) -> None:
    by = district.person("compliance-officer")
    record.post_statement(item=Item.DATA, language="en", words=FIRST_WORDS, by=by, at=now - timedelta(days=400))
    for number, ((item, language), words) in enumerate(WORDS.items()):
        at = now - timedelta(days=330, minutes=-20 * number)
        record.post_statement(item=item, language=language, words=words, by=by, at=at)


def _copies(district: District, *, now: datetime) -> None:
    by = Actor(district.person("compliance-officer"))
    lacking = Agreement.objects.filter(posted_on__isnull=False, public_copy=None, state__in=Agreement.SIGNED_STATES)
    for number, paper in enumerate(lacking.select_related("vendor").order_by("pk")[WITHOUT_COPY:]):
        at = now - timedelta(days=190, minutes=-number)
        copy = pdf(
            f"{paper.vendor} for the public.pdf".replace("/", " "),
            paper.get_agreement_kind_display(),
            f"Between {district.place('district')} and {paper.vendor}.",
            "Signatures: not shown in this copy.",
            "This paper belongs to a demonstration. The district and its agreements are invented.",
        )
        stored = store_file(copy, by=by.user, at=at)
        services.post_agreement(agreement=paper, by=by, at=at, public_copy=stored)


def _confirm(district: District, *, now: datetime) -> None:
    """The half-year before was confirmed; this one was too, and has to be again, unless it has only just begun."""
    today = timezone.localdate(now)
    this = confirming.period_start(today)
    before = confirming.period_start(this - timedelta(days=1))
    opened = confirming.open_confirmation(at=_morning(before))
    _say_yes(district, opened, at=_morning(before + timedelta(days=19)))
    opened = confirming.open_confirmation(at=min(_morning(this), now - timedelta(hours=1)))
    if today > this + timedelta(days=21):
        _say_yes(district, opened, at=_morning(this + timedelta(days=12)))
        engine.perform(
            opened.pk,
            "reopen",
            by=Actor(district.person("compliance-officer")),
            at=now - timedelta(days=1),
            rationale="Two companies have sent us new lists of subcontractors.",
        )


def _say_yes(district: District, opened: Confirmation, *, at: datetime) -> None:
    step, by = opened.open_step("confirm").pk, Actor(district.person("compliance-officer"))
    engine.perform(opened.pk, "confirm", by=by, at=at, step=step, items=[str(item.value) for item in Item])


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8, 15)))
