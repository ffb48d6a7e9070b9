"""Answering a step as a person does: open its page, fill in what it shows, send it."""

from django.urls import reverse

from workflows.models import Case


def now(case) -> Case:
    """The case as it stands now, as its own kind's row."""
    return Case.objects.get(pk=case.pk).child


def step_url(case, key: str) -> str:
    return reverse("step", args=[case.pk, now(case).open_step(key).pk])


def hidden(form) -> dict:
    """What the form carries without showing it."""
    return {form[name].html_name: form[name].value() for name, field in form.fields.items() if field.widget.is_hidden}


def fill(client, url: str, **said):
    """Open a page with a form and send it with these answers; what isn't named is sent as the page proposes it."""
    form = client.get(url).context["form"]
    return client.post(url, proposed(form) | said)


def proposed(form) -> dict:
    """Everything a browser would send if nothing were touched."""
    sent = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False or value in ("", []):
            continue
        sent[bound.html_name] = [getattr(v, "pk", v) for v in value] if isinstance(value, list) else value
    return sent


def answer(client, case, key: str, **said):
    """Answer a step through its page. Fields of a step given side by side are named without their number."""
    url = step_url(case, key)
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    form = page.context["form"]
    before = "0-" if hasattr(form, "answers") else ""
    return client.post(url, proposed(form) | {f"{before}{name}": value for name, value in said.items()})


def text(response) -> str:
    """The words of a page with single spaces."""
    return " ".join(response.content.decode().split())
