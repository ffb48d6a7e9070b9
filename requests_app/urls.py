"""Addresses of requests."""

from django.urls import path

from requests_app.views import contract, inbox, sites, steps

urlpatterns = []

# Reviewers: what waits on them, and answering it.
urlpatterns += [
    path("inbox/", inbox.inbox, name="inbox"),
    path("cases/<int:pk>/steps/<int:step>/", steps.step, name="step"),
    path("cases/<int:pk>/steps/<int:step>/finding/", contract.finding, name="step-finding"),
    path("cases/<int:pk>/steps/<int:step>/link/", contract.link, name="step-link"),
    path("cases/<int:pk>/steps/<int:step>/sites/", sites.sites, name="step-sites"),
]
