"""A vendor's packet through its link: task list, a page a task, questions, checking and sending (PROC-1 to PROC-3)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.files import kept_file
from accounts.forms import posted
from contracts import business, packets, vendor_words
from contracts.models import Packet
from contracts.packet_tasks import FILE, REPLACED, TITLES, Task, grouped, tasks_of
from contracts.vendor_forms import FORMS, QuestionForm, SendForm, TaskForm
from contracts.views.outside import carried_out, no_such_link, nothing_here, problem, show, through_link
from workflows.actors import Actor
from workflows.engine import Shown
from workflows.errors import Invalid, NotSeen, Refused, Replayed
from workflows.http import see_other
from workflows.models import CaseFile, Link

PACKET = Link.Purpose.PACKET
READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])


def packet_of(link: Link) -> Packet:
    return Packet.objects.select_related("vendor", "requester", "contract", "opened_from", "place").get(pk=link.case_id)


def is_theirs(packet: Packet) -> bool:
    """Is it the vendor's turn?"""
    return packet.state in vendor_words.WITH_VENDOR


# --- the task list ----------------------------------------------------------------------------------------------------


@require_safe
def home(request: HttpRequest, link: Link) -> HttpResponse:
    """What is still missing, by when, whom to ask, how long it takes and where it stands; reached by `outside`."""
    packet, now = packet_of(link), timezone.now()
    theirs = is_theirs(packet)
    tasks = tasks_of(packet) if theirs else []
    context = {
        "packet": packet,
        "theirs": theirs,
        "groups": [(words, [_listed(link, task) for task in rows]) for words, rows in grouped(tasks)],
        "missing": sum(not task.done for task in tasks),
        "begun": bool(packet.path),
        "stands": vendor_words.stands(packet),
        "progress": vendor_words.progress(packet),
        "due_on": vendor_words.due_on(packet),
        "how_long": vendor_words.how_long(),
        "answer_by": packet.response_due if not packet.is_over and not theirs else None,
        "contact": vendor_words.contact(packet, at=now),
        "returned": vendor_words.returned(packet),
        "said": vendor_words.thread(packet).paginator.count,
        "files": _shared(link),
        "papers": business.offered() if theirs else [],
        "check_url": reverse("packet-check", args=[link.token]),
        "questions_url": reverse("packet-questions", args=[link.token]),
        "over": packet.is_over,
    }
    return show(request, link, "packet.html", **context)


def _listed(link: Link, task: Task) -> dict[str, Any]:
    return {"name": task.label, "url": _task_url(link, task.key), "done": task.done, "hint": task.hint}


def _task_url(link: Link, key: str) -> str:
    return reverse("packet-task", args=[link.token, key])


def _shared(link: Link) -> list[dict]:
    """Files with the address at which this link's holder opens them; of what was replaced the newest alone."""
    rows, known = [], set()
    for row in vendor_words.files_of(link):
        if row.kind in known and row.kind in REPLACED:
            continue
        known.add(row.kind)
        rows.append({"row": row, "kind": row.get_kind_display(), "url": _file_url(link, row)})
    return rows


OUR_FORMS = {FILE.ORDER_FORM, FILE.SOPPA_FORM}


def _file_url(link: Link, row: CaseFile) -> str:
    return reverse("outside-file", args=[link.token, row.file.key])


# --- a task -----------------------------------------------------------------------------------------------------------


@through_link(PACKET)
@READS_AND_SENDS
def task(request: HttpRequest, link: Link, task: str) -> HttpResponse:
    """One page of the packet; once it is with the district it is read where everything is."""
    packet = packet_of(link)
    keys = [each.key for each in tasks_of(packet)]
    if task not in TITLES or (is_theirs(packet) and task not in keys):
        return nothing_here(request, link)
    if not is_theirs(packet) and request.method != "POST":
        return see_other(reverse("packet-check", args=[link.token]))
    form = FORMS[task](posted(request), request.FILES or None, packet=packet)
    if request.method != "POST":
        return _task_page(request, link, packet, task, form)
    if not is_theirs(packet):
        return problem(request, link, _with_district(), form=form)
    if not form.is_valid():
        return _task_page(request, link, packet, task, form, status=422)
    return _saved(request, link, packet, task, form)


def _with_district() -> str:
    return _("The district has it now: it can’t be changed until it is returned.")


def _saved(request: HttpRequest, link: Link, packet: Packet, task: str, form: TaskForm) -> HttpResponse:
    try:
        _keep(link, packet, form)
    except Replayed:
        pass  # the same press twice
    except NotSeen:
        return no_such_link(request)
    except Invalid as refusal:
        for name, message in refusal.errors.items():
            form.add_error(name if name in form.fields else None, message)
        return _task_page(request, link, packet, task, form, status=422)
    except Refused as refusal:
        return problem(request, link, refusal.reason, form=form)
    return see_other(_next_url(request, link, packet.pk, task))


def _keep(link: Link, packet: Packet, form: TaskForm) -> None:
    now = timezone.now()
    if form.columns or form.many:
        packets.save_answers(packet, link, form.changes(), many=form.rows(), act=form.act, at=now)
    if form.file:
        with kept_file(form.file, by=None, at=now) as stored:
            packets.hand_over(packet_of(link), link, stored, kind=form.file_kind, at=now, key=form.key)


def _next_url(request: HttpRequest, link: Link, packet: int, task: str) -> str:
    if "later" in request.POST:
        return reverse("outside", args=[link.token])
    tasks = tasks_of(Packet.objects.get(pk=packet))
    keys = [each.key for each in tasks]
    after = tasks[keys.index(task) + 1 :] if task in keys else tasks
    following = next((each.key for each in after if not each.done), None)
    if following is None or request.GET.get("back") == "check":
        return reverse("packet-check", args=[link.token])
    return _task_url(link, following)


def _task_page(request, link: Link, packet: Packet, task: str, form: TaskForm, *, status: int = 200) -> HttpResponse:
    returning = request.GET.get("back") == "check"
    url = _task_url(link, task)
    context = {
        "packet": packet,
        "title": TITLES[task],
        "task": task,
        "form": form,
        "action": f"{url}?back=check" if returning else url,
        "returning": returning,
        "check_url": reverse("packet-check", args=[link.token]),
        "kept": next((each for each in _shared(link) if each["row"].kind == form.file_kind), None),
        "returned": vendor_words.returned(packet),
        "papers": business.blank_forms() if form.file_kind in OUR_FORMS else [],
    }
    return show(request, link, "task.html", status=status, **context)


# --- checking and sending ---------------------------------------------------------------------------------------------


@through_link(PACKET)
@READS_AND_SENDS
def check(request: HttpRequest, link: Link) -> HttpResponse:
    """Everything as it was answered; a POST sends it to the district."""
    packet = packet_of(link)
    if request.method == "POST":
        return _sent(request, link, packet)
    theirs = is_theirs(packet)
    tasks, papers = tasks_of(packet), _shared(link)
    context = {
        "packet": packet,
        "theirs": theirs,
        "parts": [_part(link, packet, each, papers, theirs=theirs) for each in tasks],
        "form": SendForm(packet=packet),
        "missing": [each.label for each in tasks if not each.done] if theirs else [],
        "how_long": vendor_words.how_long(),
        "stands": vendor_words.stands(packet),
        "returned": vendor_words.returned(packet),
    }
    return show(request, link, "check.html", **context)


def _sent(request: HttpRequest, link: Link, packet: Packet) -> HttpResponse:
    form = SendForm(request.POST, packet=packet)

    def act():
        packets.hand_in(packet, link, at=timezone.now(), key=form.key, shown=Shown(case=form.version))

    return carried_out(request, link, act, done=f"{reverse('outside', args=[link.token])}#sent")


def _part(link: Link, packet: Packet, task: Task, papers: list[dict], *, theirs: bool) -> dict[str, Any]:
    """One task's questions and answers."""
    form = FORMS[task.key]
    return {
        "key": task.key,
        "title": task.label,
        "rows": vendor_words.answers(packet, (*form.columns, *form.many)),
        "done": task.done,
        "hint": task.hint,
        "paper": next((each for each in papers if each["row"].kind == form.file_kind), None),
        "change_url": f"{_task_url(link, task.key)}?back=check" if theirs else "",
    }


# --- questions and answers --------------------------------------------------------------------------------------------


@through_link(PACKET)
@READS_AND_SENDS
def questions(request: HttpRequest, link: Link) -> HttpResponse:
    """The thread that both sides read; a POST adds to it."""
    packet = packet_of(link)
    form = QuestionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        here = reverse("packet-questions", args=[link.token])

        def act():
            by = Actor.outside(link)
            packets.say(packet, form.cleaned_data["text"], by=by, at=timezone.now(), key=form.key)

        return carried_out(request, link, act, done=f"{here}#thread", form=form)
    status = 422 if form.is_bound else 200
    said = vendor_words.thread(packet, page=request.GET.get("page", ""))
    context = {"packet": packet, "said": said, "form": form, "over": packet.is_over}
    return show(request, link, "questions.html", status=status, **context)
