"""Addresses that end with a link's token: for people outside, without an account."""

from django.urls import path

from contracts.views import outside, vendor_packet

urlpatterns = [
    path("for-vendors/<str:token>/", outside.outside, name="outside"),
    path("for-vendors/<str:token>/language/", outside.language, name="outside-language"),
    path("for-vendors/<str:token>/files/<str:key>/", outside.file, name="outside-file"),
    path("for-vendors/<str:token>/tasks/<slug:task>/", vendor_packet.task, name="packet-task"),
    path("for-vendors/<str:token>/check/", vendor_packet.check, name="packet-check"),
    path("for-vendors/<str:token>/questions/", vendor_packet.questions, name="packet-questions"),
]
