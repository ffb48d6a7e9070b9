"""Addresses of requests."""

from django.urls import path

from requests_app.views import (
    budgets,
    candidates,
    check,
    compliance,
    contract,
    coordination,
    criteria,
    equipment,
    evaluating,
    form,
    home,
    inbox,
    mine,
    monitoring,
    new,
    plan,
    procedure,
    purchases,
    registry,
    setups,
    sites,
    steps,
    team,
    vendor_criteria,
    vetting,
)

# Everybody: the first page, lists, and the search of the header.
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("requests/", mine.mine, name="my-requests"),
    path("requests/all/", mine.everybodys, name="all-requests"),
    path("school/", home.school, name="school"),
    path("dashboard/", home.dashboard, name="dashboard"),
]

# Requesters: beginning, filling in and submitting a request.
urlpatterns += [
    path("new/", new.new, name="new"),
    path("new/place/", new.own_place, name="own-place"),
    path("new/check/", new.check, name="library-check"),
    path("cases/<int:pk>/form/<slug:topic>/", form.topic, name="case-form"),
    path("cases/<int:pk>/quote/", form.quote, name="case-quote"),
    path("cases/<int:pk>/check/", check.check, name="case-check"),
    path("cases/<int:pk>/check/file/", check.add_file, name="case-paper"),
    path("cases/<int:pk>/support/", check.support, name="case-support"),
    path("cases/<int:pk>/submit/", check.submit, name="case-submit"),
    path("cases/<int:pk>/receipt/", check.receipt, name="case-receipt"),
    path("cases/<int:pk>/procedure/", procedure.procedure, name="case-procedure"),
]

# Reviewers: what waits on them, and answering it.
urlpatterns += [
    path("inbox/", inbox.inbox, name="inbox"),
    path("cases/<int:pk>/steps/<int:step>/", steps.step, name="step"),
    path("cases/<int:pk>/steps/<int:step>/finding/", contract.finding, name="step-finding"),
    path("cases/<int:pk>/steps/<int:step>/link/", contract.link, name="step-link"),
    path("cases/<int:pk>/steps/<int:step>/sites/", sites.sites, name="step-sites"),
]

# District purchases: the people on it.
urlpatterns += [
    path("cases/<int:pk>/team/", team.team, name="case-team"),
]

# Equipment: beginning, priority, what is done at its steps, and who gets which request.
urlpatterns += [
    path("new/equipment/", equipment.new, name="new-equipment"),
    path("cases/<int:pk>/priority/", equipment.priority, name="case-priority"),
    path("cases/<int:pk>/instead/<int:offer>/", equipment.from_alternative, name="case-alternative"),
    path("cases/<int:pk>/steps/<int:step>/quotes/", equipment.quotes, name="step-quotes"),
    path("cases/<int:pk>/steps/<int:step>/delivery/", equipment.delivery, name="step-delivery"),
    path("cases/<int:pk>/steps/<int:step>/units/", equipment.units, name="step-units"),
]

# Those who buy: the list of purchases, what is spent, and the record of each.
urlpatterns += [
    path("purchases/", purchases.purchase_list, name="purchases"),
    path("purchases/export.csv", purchases.export, name="purchases-export"),
    path("purchases/spend/", purchases.spend, name="spend"),
    path("purchases/spend/<slug:by>.svg", purchases.spend_picture, name="spend-picture"),
    path("cases/<int:pk>/purchase/", purchases.purchase, name="case-purchase"),
]

# The Cybersecurity team: security vetting, and what the state's registry says. DII: installation.
urlpatterns += [
    path("cases/<int:pk>/steps/<int:step>/policy/", vetting.policy, name="vetting-policy"),
    path("cases/<int:pk>/steps/<int:step>/agreement/", vetting.agreement, name="vetting-agreement"),
    path("cases/<int:pk>/steps/<int:step>/hosts/", vetting.hosts, name="vetting-hosts"),
    path("cases/<int:pk>/steps/<int:step>/hosts/<int:host>/", vetting.host_result, name="vetting-host-result"),
    path("cases/<int:pk>/steps/<int:step>/letter/", vetting.letter, name="vetting-letter"),
    path("cases/<int:pk>/steps/<int:step>/setups/", setups.setups, name="step-setups"),
    path("registry/", registry.registry, name="registry"),
    path("registry/export/", registry.export, name="registry-export"),
]

# A district purchase in use: its goals and plan, what is measured, check-ins, next steps.
urlpatterns += [
    path("cases/<int:pk>/steps/<int:step>/goals/", plan.goal_list, name="step-goals"),
    path("cases/<int:pk>/steps/<int:step>/goals/<int:goal>/", plan.goal, name="step-goal"),
    path("cases/<int:pk>/steps/<int:step>/plan/<slug:part>/", plan.part, name="step-plan"),
    path("cases/<int:pk>/steps/<int:step>/measures/<slug:about>/", plan.measure, name="step-measure"),
    path("cases/<int:pk>/steps/<int:step>/reached/", plan.reached, name="step-reached"),
    path("cases/<int:pk>/steps/<int:step>/check-in/", monitoring.check_in, name="step-check-in"),
    path("cases/<int:pk>/plan/", monitoring.plan, name="district-plan"),
    path("cases/<int:pk>/goals/", monitoring.goal_list, name="district-goals"),
    path("cases/<int:pk>/measures/", monitoring.measure_list, name="district-measures"),
    path("cases/<int:pk>/monitoring/", monitoring.overview, name="district-monitoring"),
    path("cases/<int:pk>/monitoring/<slug:about>/", monitoring.measure, name="district-measure"),
    path("cases/<int:pk>/monitoring/<slug:about>.svg", monitoring.picture, name="district-measure-picture"),
    path("cases/<int:pk>/monitoring/<slug:about>/recorder/", monitoring.recorder, name="district-recorder"),
    path("cases/<int:pk>/check-ins/<int:check_in>/", monitoring.correction, name="district-check-in"),
]

# District purchases: quotes and budget, evaluation and gate, the checklist from the gate to the accounts.
urlpatterns += [
    path("cases/<int:pk>/budget/", budgets.costs, name="district-budget"),
    path("cases/<int:pk>/budget.svg", budgets.costs_picture, name="district-budget-picture"),
    path("cases/<int:pk>/steps/<int:step>/quote/<int:candidate>/", budgets.quote, name="step-quote-add"),
    path("cases/<int:pk>/steps/<int:step>/quotes/<int:quote>/", budgets.quote_change, name="step-quote-change"),
    path("cases/<int:pk>/steps/<int:step>/funding/", budgets.funding, name="step-funding"),
    path("cases/<int:pk>/committee/", evaluating.committee, name="district-committee"),
    path("cases/<int:pk>/pilots/", evaluating.pilots, name="district-pilots"),
    path("cases/<int:pk>/platforms/", evaluating.all_platforms, name="district-platforms"),
    path("cases/<int:pk>/gate/", evaluating.gate, name="district-gate"),
    path("cases/<int:pk>/steps/<int:step>/score/<int:candidate>/", evaluating.score, name="step-score"),
    path("cases/<int:pk>/steps/<int:step>/pilot/<int:candidate>/", evaluating.pilot_add, name="step-pilot-add"),
    path("cases/<int:pk>/steps/<int:step>/pilots/<int:pilot>/", evaluating.pilot, name="step-pilot"),
    path("cases/<int:pk>/steps/<int:step>/pilots/<int:pilot>/off/", evaluating.pilot_remove, name="step-pilot-remove"),
    path("cases/<int:pk>/steps/<int:step>/platforms/<int:candidate>/", evaluating.platforms, name="step-platforms"),
    path("cases/<int:pk>/coordination/", coordination.checklist, name="district-coordination"),
    path("cases/<int:pk>/coordination/<int:what>/", coordination.line, name="district-coordination-line"),
]

# District purchases: candidates, what the district needs, the vendors' answers, compliance.
urlpatterns += [
    path("cases/<int:pk>/candidates/", candidates.candidate_list, name="district-candidates"),
    path("cases/<int:pk>/candidates/<int:candidate>/", candidates.edit, name="district-candidate"),
    path("cases/<int:pk>/candidates/<int:candidate>/rule-out/", candidates.rule_out, name="district-rule-out"),
    path("cases/<int:pk>/candidates/answers/", candidates.answers, name="district-answers"),
    path("cases/<int:pk>/candidates/answers.csv", candidates.answers_export, name="district-answers-export"),
    path("cases/<int:pk>/criteria/", criteria.criteria_list, name="district-criteria"),
    path("cases/<int:pk>/criteria/send/", criteria.send, name="criteria-send"),
    path("cases/<int:pk>/criteria/<int:form>/", criteria.sent_form, name="criteria-form"),
    path("cases/<int:pk>/compliance/", compliance.overview, name="district-compliance"),
    path("cases/<int:pk>/compliance/<int:candidate>/", compliance.finding, name="district-finding"),
    path("for-vendors/<str:token>/criteria/", vendor_criteria.send, name="vendor-criteria"),
]
