"""Who gets what at every address: a row an address, a column a person, in the order of tests/access/world.py.

ano  nobody signed in                         sup  Assistant Superintendent
lea  an old session of somebody who has left  cur  Director of Curriculum
tea  the teacher whose requests they are      ict  ICT Coordinator
col  a colleague at the same school           itd  Director of Information Technology
str  a teacher at another school              int  Integration Specialist
fol  a follower the requester let in          com  Compliance Officer
pri  principal of the school                  dis  District administrator
oth  principal of another school              dep  administrator of a department
                                              adm  System administrator

An answer is its status; "in" is a redirect to the sign-in page.
"""

from tests.access.world import EVERYBODY


def table(text: str) -> dict[str, dict[str, str]]:
    """Row → person → what they get; the first line names the columns."""
    rows = {}
    for line in text.strip().splitlines()[1:]:
        row, answers = (part.strip() for part in line.split("|"))
        assert row not in rows, f"{row} stands twice"
        rows[row] = dict(zip(EVERYBODY, answers.split(), strict=True))
    return rows


# Of those who get a page, whoever comes first here sees the most of it.
BY_WHAT_THEY_SEE = ("it_director", "admin", "assistant_superintendent", "curriculum_director", "principal")
BY_WHAT_THEY_SEE += ("ict_coordinator", "integration_specialist", "teacher", "anonymous")


def who_gets(status: str, answers: dict[str, str]) -> str | None:
    """Who sees most of what is answered with a status; None when nobody gets it."""
    return next((person for person in BY_WHAT_THEY_SEE if answers[person] == status), None)


# Asked for by GET.
READS = """
                            | ano lea tea col str fol pri oth sup cur ict itd int com dis dep adm
healthz                     | 503 503 503 503 503 503 503 503 503 503 503 503 503 503 503 503 503
site_css                    | 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
help                        | 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
privacy                     | 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
accessibility               | 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
login                       | 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
logout                      |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
password_change             |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
password_change_done        |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
password_reset              | 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
password_reset_done         | 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
password_reset_complete     | 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
set_language                | 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
people-options              |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
settings                    |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
settings-history            |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
settings-calendar           |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
roles                       |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
roles-who                   |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
roles-grant                 |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
people                      |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
person-add                  |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
places                      |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
place-add                   |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
delegation                  |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
preferences                 |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
library                     |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
resource-add                |  in  in 403 403 403 403 403 403 403 403 403 200 403 200 403 403 200
vendors                     |  in  in 403 403 403 403 403 403 403 403 403 200 403 200 403 403 200
vendor-add                  |  in  in 403 403 403 403 403 403 403 403 403 200 403 200 403 403 200
home                        |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
new                         |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
own-place                   |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
library-check               |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
search                      |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
my-requests                 |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
all-requests                |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
school                      |  in  in 403 403 403 403 200 200 403 403 403 403 403 403 403 200 403
dashboard                   |  in  in 403 403 403 403 403 403 200 403 403 200 403 403 200 403 200
inbox                       |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
notices                     |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
agreements                  |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
agreement-new               |  in  in 403 403 403 403 403 403 403 403 403 200 403 200 403 403 403
demo                        | 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
demo-sign-in                | 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
demo-mails                  | 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
password_reset_confirm      | 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
file: attachment            |  in  in 200 404 404 200 200 404 200 200 200 200 200 200 200 404 200
file: internal              |  in  in 404 404 404 404 200 404 200 200 200 200 200 200 200 404 404
file: agreement             |  in  in 404 404 404 404 404 404 404 404 404 200 404 200 404 404 200
settings-topic              |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
settings-closure            |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
roles-end                   |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
person                      |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
person-edit                 |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
person-inactive             |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
place                       |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
place-name                  |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
place-closing               |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
person-link                 |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
person-active               |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
delegation-end              |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
resource                    |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
resource-edit               |  in  in 403 403 403 403 403 403 403 403 403 200 403 200 403 403 200
vendor                      |  in  in 403 403 403 403 403 403 403 403 403 200 403 200 403 403 200
vendor-edit                 |  in  in 403 403 403 403 403 403 403 403 403 200 403 200 403 403 200
demo-mail                   | 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
notice-open                 |  in  in 303 404 404 404 404 404 404 404 404 404 404 404 404 404 404
case: in review             |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
case: draft                 |  in  in 200 404 404 404 404 404 404 404 404 404 404 404 404 404 200
case: agreement             |  in  in 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
case-history: in review     |  in  in 200 403 403 200 200 403 200 200 200 200 200 200 200 403 200
case-history: draft         |  in  in 200 404 404 404 404 404 404 404 404 404 404 404 404 404 200
case-history: agreement     |  in  in 403 403 403 403 403 403 403 403 403 200 403 200 403 403 200
case-history-export         |  in  in 200 403 403 200 200 403 200 200 200 200 200 200 200 403 200
case-comment                |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-file                   |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-follow                 |  in  in 200 303 303 303 303 303 303 303 303 303 303 303 303 303 303
case-unfollow               |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-move: withdraw         |  in  in 200 403 403 403 403 403 403 403 403 403 403 403 403 403 403
case-move: withdraw a draft |  in  in 200 404 404 404 404 404 404 404 404 404 404 404 404 404 403
case-move: back             |  in  in 403 403 403 403 403 403 200 403 403 403 403 403 403 403 200
case-move: reopen           |  in  in 403 403 403 403 403 403 200 403 403 403 403 403 403 403 200
case-move: terminate        |  in  in 403 403 403 403 403 403 403 403 403 200 403 200 403 403 403
case-move: no such          |  in  in 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
case-form: draft            |  in  in 200 404 404 404 404 404 404 404 404 404 404 404 404 404 303
case-form: in review        |  in  in 200 303 303 303 303 303 303 303 303 303 303 303 303 303 303
case-form: sent back        |  in  in 200 303 303 303 303 303 303 303 303 303 303 303 303 303 303
case-check: draft           |  in  in 200 404 404 404 404 404 404 404 404 404 404 404 404 404 303
case-check: in review       |  in  in 303 303 303 303 303 303 303 303 303 303 303 303 303 303 303
case-submit                 |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-quote                  |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-paper                  |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-support                |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-receipt                |  in  in 200 303 303 303 303 303 303 303 303 303 303 303 303 303 303
case-remove: passage        |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
case-remove: file           |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
case-remove: answer         |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
agreement-edit: draft       |  in  in 403 403 403 403 403 403 403 403 403 200 403 200 403 403 403
agreement-edit: signed      |  in  in 403 403 403 403 403 403 403 403 403 409 403 409 403 403 403
agreement-post              |  in  in 403 403 403 403 403 403 403 403 403 200 403 200 403 403 403
step: support               |  in  in 403 404 404 404 200 404 404 404 404 404 404 404 404 404 403
step: initial               |  in  in 403 403 403 403 403 403 200 403 403 403 403 403 403 403 403
step: principal             |  in  in 403 403 403 403 200 403 403 403 403 403 403 403 403 403 403
step: curriculum            |  in  in 403 403 403 403 403 403 403 200 403 403 403 403 403 403 403
step: ict                   |  in  in 403 403 403 403 403 403 403 403 200 403 403 403 403 403 403
step: contract              |  in  in 403 403 403 403 403 403 403 403 403 200 403 403 403 403 403
step: purchase              |  in  in 403 403 403 403 200 403 403 403 403 403 403 403 403 403 403
step: integration           |  in  in 403 403 403 403 403 403 403 403 403 403 200 403 403 403 403
step-forward                |  in  in 403 403 403 403 403 403 403 200 403 403 403 403 403 403 403
step-assign                 |  in  in 403 403 403 403 403 403 403 200 403 403 403 403 403 403 200
step-claim                  |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
step-finding                |  in  in 403 403 403 403 403 403 403 403 403 200 403 403 403 403 403
step-link                   |  in  in 403 403 403 403 403 403 403 403 403 200 403 403 403 403 403
step-sites                  |  in  in 403 403 403 403 403 403 403 403 403 403 200 403 403 403 403
"""

# Sent by POST: the hidden fields of a page opened just now, and nothing else filled in.
SENDS = """
                            | ano lea tea col str fol pri oth sup cur ict itd int com dis dep adm
healthz                     | 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
site_css                    | 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
help                        | 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
privacy                     | 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
accessibility               | 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
login                       | 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422
logout                      |  in  in  in  in  in  in  in  in  in  in  in  in  in  in  in  in  in
password_change             |  in  in 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422
password_change_done        |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
password_reset              | 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422
password_reset_done         | 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
password_reset_complete     | 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
set_language                | 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302
people-options              |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
settings                    |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
settings-history            |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
settings-calendar           |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422
roles                       |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
roles-who                   |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
roles-grant                 |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422
people                      |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
person-add                  |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422
places                      |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
place-add                   |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422
delegation                  |  in  in 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422
preferences                 |  in  in 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422
library                     |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
resource-add                |  in  in 403 403 403 403 403 403 403 403 403 422 403 422 403 403 422
vendors                     |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
vendor-add                  |  in  in 403 403 403 403 403 403 403 403 403 422 403 422 403 403 422
home                        |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
new                         |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
own-place                   |  in  in 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422
library-check               |  in  in 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422
search                      |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
my-requests                 |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
all-requests                |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
school                      |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
dashboard                   |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
inbox                       |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
notices                     |  in  in 303 303 303 303 303 303 303 303 303 303 303 303 303 303 303
agreements                  |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
agreement-new               |  in  in 403 403 403 403 403 403 403 403 403 422 403 422 403 403 403
demo                        | 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
demo-sign-in                | 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
demo-mails                  | 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
password_reset_confirm      | 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
file: attachment            |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
file: internal              |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
file: agreement             |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
settings-topic              |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422
settings-closure            |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422
roles-end                   |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422
person                      |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
person-edit                 |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422
person-inactive             |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 302
place                       |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
place-name                  |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422
place-closing               |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422
person-link                 |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 302
person-active               |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 302
delegation-end              |  in  in 404 302 302 404 404 404 404 404 404 404 404 404 404 404 302
resource                    |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
resource-edit               |  in  in 403 403 403 403 403 403 403 403 403 422 403 422 403 403 422
vendor                      |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
vendor-edit                 |  in  in 403 403 403 403 403 403 403 403 403 422 403 422 403 403 422
demo-mail                   | 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
notice-open                 |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case: in review             |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case: draft                 |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case: agreement             |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-history: in review     |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-history: draft         |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-history: agreement     |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-history-export         |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-comment                |  in  in 422 403 403 422 422 403 422 422 422 422 422 422 422 403 422
case-file                   |  in  in 422 403 403 422 422 403 422 422 422 422 422 422 422 403 422
case-follow                 |  in  in 422 303 303 303 303 303 303 303 303 303 303 303 303 303 303
case-unfollow               |  in  in 303 303 303 303 303 303 303 303 303 303 303 303 303 303 303
case-move: withdraw         |  in  in 303 403 403 403 403 403 403 403 403 403 403 403 403 403 403
case-move: withdraw a draft |  in  in 303 404 404 404 404 404 404 404 404 404 404 404 404 404 403
case-move: back             |  in  in 403 403 403 403 403 403 303 403 403 403 403 403 403 403 303
case-move: reopen           |  in  in 403 403 403 403 403 403 422 403 403 403 403 403 403 403 422
case-move: terminate        |  in  in 403 403 403 403 403 403 403 403 403 422 403 422 403 403 403
case-move: no such          |  in  in 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
case-form: draft            |  in  in 303 404 404 404 404 404 404 404 404 404 404 404 404 404 403
case-form: in review        |  in  in 409 403 403 403 403 403 403 403 403 403 403 403 403 403 403
case-form: sent back        |  in  in 303 403 403 403 403 403 403 403 403 403 403 403 403 403 403
case-check: draft           |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-check: in review       |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-submit                 |  in  in 303 404 404 404 404 404 404 404 404 404 404 404 404 404 403
case-quote                  |  in  in 422 404 404 404 404 404 404 404 404 404 404 404 404 404 403
case-paper                  |  in  in 422 404 404 404 404 404 404 404 404 404 404 404 404 404 403
case-support                |  in  in 409 404 404 404 403 404 404 404 404 404 404 404 404 404 403
case-receipt                |  in  in 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
case-remove: passage        |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422
case-remove: file           |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422
case-remove: answer         |  in  in 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422
agreement-edit: draft       |  in  in 403 403 403 403 403 403 403 403 403 422 403 422 403 403 403
agreement-edit: signed      |  in  in 403 403 403 403 403 403 403 403 403 409 403 409 403 403 403
agreement-post              |  in  in 403 403 403 403 403 403 403 403 403 422 403 422 403 403 403
step: support               |  in  in 403 404 404 404 422 404 404 404 404 404 404 404 404 404 403
step: initial               |  in  in 403 403 403 403 403 403 422 403 403 403 403 403 403 403 403
step: principal             |  in  in 403 403 403 403 422 403 403 403 403 403 403 403 403 403 403
step: curriculum            |  in  in 403 403 403 403 403 403 403 422 403 403 403 403 403 403 403
step: ict                   |  in  in 403 403 403 403 403 403 403 403 422 403 403 403 403 403 403
step: contract              |  in  in 403 403 403 403 403 403 403 403 403 422 403 403 403 403 403
step: purchase              |  in  in 403 403 403 403 422 403 403 403 403 403 403 403 403 403 403
step: integration           |  in  in 403 403 403 403 403 403 403 403 403 403 422 403 403 403 403
step-forward                |  in  in 403 403 403 403 403 403 403 422 403 403 403 403 403 403 403
step-assign                 |  in  in 403 403 403 403 403 403 403 422 403 403 403 403 403 403 422
step-claim                  |  in  in 403 403 403 403 403 403 403 303 403 403 403 403 403 403 403
step-finding                |  in  in 403 403 403 403 403 403 403 403 403 422 403 403 403 403 403
step-link                   |  in  in 403 403 403 403 403 403 403 403 403 422 403 403 403 403 403
step-sites                  |  in  in 403 403 403 403 403 403 403 403 403 403 422 403 403 403 403
"""
