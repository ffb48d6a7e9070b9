"""Answering a step: POST to `step`, `/cases/<pk>/steps/<step>/`.

Hidden on both forms: `once`, `case_version`, `reviews`, `step_version`.

A step answered by a move (initial, final, contract, vendor, posting, integration) posts
    `move` (the move's name), `rationale`, `internal`, and what the move asks:
    send_to_review                  `needs_funds` (yes, no)
    deny, deny_contract             `ground`, `library_words`
    approve                         `other_funding`, conditions
    approve_contract                `where` (school, named, district), `places` (ids, when named), `other_funding`,
                                    conditions
    hand_to_integration             `review_interval` (6, 12, 24), `briefing`
    complete_without_integration    `review_interval`
conditions: `condition_grades` (codes), `condition_subjects` (names), `condition_places` (names, when several were asked
    for), `condition_no_student_accounts`, `condition_until` (a date), `condition_words`

Steps answered side by side post one answer each, numbered from 0 in the order shown:
    `0-step` (its id), `0-step_version`, `0-outcome` (one of the stage's outcomes), `0-rationale`, `0-internal`,
    `0-ground`, conditions as `0-condition_…`, and by step:
    support, principal              `0-amount`, `0-funding_source`, `0-budget_code`
    curriculum, ict                 `0-student_data_found` (yes, no, or empty), `0-elements_found` (ids)
    purchase                        `0-po_number`, `0-po_date`, `0-po_amount`, `0-agree_amount`
An answer whose `n-outcome` is empty is left for later; one at least must be given.

The other pages of reviewers (each with the hidden fields too): `step-finding` posts `student_data_found` (yes, no) and
`elements_found`; `step-link` posts `what` (resource, vendor, new-vendor, agreements) with `resource`, `vendor`, `name`
and `website`, or `agreements` (ids); `step-sites` posts `what` (add, change, done, undo, remove) with `site`, and
`place`, `contact`, `method`, `note`, `done_on`.
"""
