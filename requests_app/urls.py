"""Addresses of requests."""

from django.urls import path

from requests_app.views import (
    check,
    contract,
    equipment,
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
