"""Addresses of people, places and settings."""

from django.contrib.auth import views as auth
from django.urls import path

from accounts.views import directory, district, files, oneself, people, places, roles, signin

urlpatterns = [
    path("login/", signin.SignIn.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", signin.PasswordChange.as_view(), name="password_change"),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("password/new/", signin.PasswordReset.as_view(), name="password_reset"),
    path("password/new/sent/", auth.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("password/new/<uidb64>/<token>/", signin.PasswordResetConfirm.as_view(), name="password_reset_confirm"),
    path("password/new/kept/", auth.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path("language/", signin.choose_language, name="set_language"),
    path("files/<str:key>/", files.stored_file, name="file"),
    path("people/options/", people.people_options, name="people-options"),
    path("people/", directory.people, name="people"),
    path("people/add/", directory.add_person, name="person-add"),
    path("people/<int:pk>/", directory.person, name="person"),
    path("people/<int:pk>/edit/", directory.edit_person, name="person-edit"),
    path("people/<int:pk>/link/", directory.mail_link, name="person-link"),
    path("people/<int:pk>/inactive/", directory.make_inactive, name="person-inactive"),
    path("people/<int:pk>/active/", directory.make_active, name="person-active"),
    path("places/", places.places, name="places"),
    path("places/add/", places.add_place, name="place-add"),
    path("places/<int:pk>/", places.place, name="place"),
    path("places/<int:pk>/name/", places.rename_place, name="place-name"),
    path("places/<int:pk>/closing/", places.close_place, name="place-closing"),
    path("settings/", district.settings, name="settings"),
    path("settings/history/", district.settings_history, name="settings-history"),
    path("settings/calendar/", district.calendar, name="settings-calendar"),
    path("settings/calendar/<int:pk>/", district.closure, name="settings-closure"),
    path("settings/<slug:topic>/", district.topic, name="settings-topic"),
    path("roles/", roles.roles, name="roles"),
    path("roles/who/", roles.who, name="roles-who"),
    path("roles/grant/", roles.grant, name="roles-grant"),
    path("roles/<int:pk>/end/", roles.end_grant, name="roles-end"),
    path("delegation/", oneself.delegation, name="delegation"),
    path("delegation/<int:pk>/end/", oneself.end_delegation, name="delegation-end"),
    path("preferences/", oneself.preferences, name="preferences"),
]
