"""Addresses of people, places and settings."""

from django.contrib.auth import views as auth
from django.urls import path

from accounts.views import district, files, oneself, people, roles, signin

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
