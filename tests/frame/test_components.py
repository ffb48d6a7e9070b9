"""The components as the pages use them."""

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory


class Ask(forms.Form):
    name = forms.CharField(label="Name of the product", help_text="As its own website says it.")
    kind = forms.ChoiceField(
        label="What is it?", choices=[("app", "App"), ("web", "Website")], widget=forms.RadioSelect
    )
    link = forms.URLField(label="Website", required=False, assume_scheme="https")

    def clean(self):
        raise forms.ValidationError("Name and website don't belong together.")


def show(source, **values):
    return Template("{% load frame i18n %}" + source).render(Context(values))


def ids(html):
    return re.findall(r'\bid="([^"]+)"', html)


def test_a_state_is_shown_by_icon_word_and_tone():
    html = show("{% badge state %}", state={"words": "Waiting on the principal", "tone": "needs_you"})
    assert "tone-needs-you" in html
    assert "#hand" in html
    assert "Waiting on the principal" in html


def test_a_button_with_a_reason_sends_nothing_and_says_why():
    html = show('{% button "Deny" name="move" value="deny" reason="A review is open." %}')
    said = re.search(r'aria-describedby="([^"]+)"', html).group(1)
    assert 'type="button"' in html
    assert 'aria-disabled="true"' in html
    assert f'id="{said}">A review is open.' in html
    assert 'name="move"' not in html


def test_two_disabled_buttons_never_share_a_reason_s_id():
    html = show('{% button "A" reason="Same." %}{% button "B" reason="Same." %}')
    assert len(set(ids(html))) == 2


def test_a_row_of_buttons_takes_moves_as_they_are():
    html = show(
        "{% button_row buttons %}", buttons=[{"label": "Approve", "tone": "primary", "name": "m", "value": "a"}]
    )
    assert 'class="btn btn-main"' in html
    assert 'value="a"' in html


def test_the_error_summary_links_to_each_field_and_names_the_form_s_own_errors():
    form = Ask({"name": "", "kind": "", "link": "x y"})
    html = show("{% error_summary form %}", form=form)
    assert 'role="alert"' in html
    assert re.findall(r'href="#([^"]+)"', html) == ["id_name", "id_kind_0", "id_link"]
    assert "Name and website" in html
    assert "What is it? Please give an answer." in html


@pytest.mark.parametrize("form", [Ask(), None])
def test_without_errors_there_is_no_summary(form):
    assert show("{% error_summary form %}", form=form).strip() == ""


def test_each_error_and_hint_is_tied_to_its_field_and_every_id_is_used_once():
    html = show(
        '{% include "components/form.html" with form=form button="Save the request" %}',
        form=Ask({"name": "", "kind": "", "link": "x y"}),
    )
    assert len(ids(html)) == len(set(ids(html)))
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= set(ids(html))
    name = re.search(r'<input[^>]*name="name"[^>]*>', html).group()
    assert "id_name_helptext" in name
    assert "id_name_error" in name
    assert 'aria-invalid="true"' in name


def test_a_form_s_own_errors_are_said_once():
    html = show(
        '{% include "components/form.html" with form=form button="Save" %}', form=Ask({"name": "x", "kind": "app"})
    )
    assert html.count("belong together") == 1


def test_optional_fields_say_so_and_there_is_one_main_button():
    html = show(
        '{% include "components/form.html" with form=form button="Save" second_button="Later" second_name="later" %}',
        form=Ask(),
    )
    assert html.count("(optional)") == 1
    assert html.count("btn-main") == 1
    assert html.count("<form") == 1


def test_pages_of_a_list_keep_what_was_searched_for():
    request = RequestFactory().get("/library/", {"q": "math & art", "page": "2"})
    html = show("{% pagination page %}", page=Paginator(range(100), 10).get_page(2), request=request)
    assert 'href="?q=math+%26+art&amp;page=3"' in html
    assert 'aria-current="page"' in html


def test_a_list_of_one_page_has_no_pages():
    request = RequestFactory().get("/library/")
    assert show("{% pagination page %}", page=Paginator([1], 10).get_page(1), request=request).strip() == ""


def test_what_people_typed_is_escaped_in_every_component():
    bad = "<script>x</script>"
    html = show(
        "{% heading bad lead=bad %}{% badge bad tone='good' %}{% person bad %}{% summary_list rows %}"
        "{% task_list tasks %}{% timeline_entry bad by=bad %}{{ bad }}{% endtimeline_entry %}"
        "{% step_card bad holder=bad %}{{ bad }}{% endstep_card %}{% empty_state bad %}{{ bad }}{% endempty_state %}"
        "{% notice 'good' %}{{ bad }}{% endnotice %}{% where_it_stands bad %}{{ bad }}{% endwhere_it_stands %}"
        "{% table_region bad %}{{ bad }}{% endtable_region %}{% button bad reason=bad %}{% file_link bad url=bad %}",
        bad=bad,
        rows=[{"question": bad, "answer": bad, "change_url": bad}],
        tasks=[{"name": bad, "reason": bad}],
    )
    assert "<script>" not in html


def test_a_scrolling_table_is_a_named_region_that_the_keyboard_reaches():
    html = show("{% table_region 'Open requests' %}<table></table>{% endtable_region %}")
    assert 'role="region" aria-label="Open requests" tabindex="0"' in html


def test_tasks_say_done_missing_optional_or_why_not_yet():
    html = show(
        "{% task_list tasks %}",
        tasks=[
            {"name": "Product", "url": "/a/", "done": True},
            {"name": "Data", "url": "/b/"},
            {"name": "Quote", "url": "/c/", "optional": True},
            {"name": "Check", "url": "/d/", "reason": "First finish the rest."},
        ],
    )
    assert [w for w in ("Done", "Missing", "If you wish", "First finish the rest.") if w in html] == [
        "Done",
        "Missing",
        "If you wish",
        "First finish the rest.",
    ]
    assert 'href="/d/"' not in html
