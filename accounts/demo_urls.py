"""Addresses of the demo; config includes them only when DEMO is on."""

from django.urls import path

from accounts.views import demo

urlpatterns = [
    path("demo/", demo.demo, name="demo"),
    path("demo/sign-in/", demo.demo_sign_in, name="demo-sign-in"),
    path("demo/mail/", demo.demo_mails, name="demo-mails"),
    path("demo/mail/<str:name>/", demo.demo_mail, name="demo-mail"),
]
