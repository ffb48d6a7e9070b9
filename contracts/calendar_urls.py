"""Addresses of the calendar of renewals and of its feeds."""

from django.urls import path

from contracts.views import calendar

urlpatterns = [
    path("renewals/", calendar.renewals, name="renewals"),
    path("renewals/commitment/", calendar.committed, name="commitment"),
    path("renewals/commitment.svg", calendar.picture, name="commitment-picture"),
    path("renewals/feed/", calendar.feed, name="renewals-feed"),
    path("renewals/feed/<int:pk>/revoke/", calendar.feed_revoke, name="renewals-feed-revoke"),
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar-feed"),
]
