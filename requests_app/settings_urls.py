"""Settings that belong to requests; they stand before the topics of accounts.urls, which take any word."""

from django.urls import path

from requests_app.views import routing

urlpatterns = [
    path("settings/routing/", routing.rules, name="routing"),
    path("settings/routing/<int:pk>/", routing.rule, name="routing-rule"),
]
