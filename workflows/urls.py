"""Addresses of what every case has: its page, history, moves, remarks, the people of its steps; and notices."""

from django.urls import path

from workflows.views import case, history, moves, notices, people, remarks

urlpatterns = [
    path("cases/<int:pk>/", case.case, name="case"),
    path("cases/<int:pk>/history/", history.history, name="case-history"),
    path("cases/<int:pk>/history.csv", history.export, name="case-history-export"),
    path("cases/<int:pk>/do/<slug:move>/", moves.case_move, name="case-move"),
    path("cases/<int:pk>/comment/", remarks.comment, name="case-comment"),
    path("cases/<int:pk>/file/", remarks.add_file, name="case-file"),
    path("cases/<int:pk>/follow/", remarks.follow, name="case-follow"),
    path("cases/<int:pk>/unfollow/", remarks.unfollow, name="case-unfollow"),
    path("cases/<int:pk>/remove/<slug:what>/<slug:which>/", remarks.remove, name="case-remove"),
    path("cases/<int:pk>/steps/<int:step>/claim/", people.claim, name="step-claim"),
    path("cases/<int:pk>/steps/<int:step>/assign/", people.assign, name="step-assign"),
    path("cases/<int:pk>/steps/<int:step>/forward/", people.forward, name="step-forward"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice-open"),
]
