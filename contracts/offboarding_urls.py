"""Addresses of the deletion of data: the vendor's, behind a link's token, and the district's."""

from django.urls import path

from contracts.views import certificate

urlpatterns = [
    path("for-vendors/<str:token>/certificate/", certificate.send, name="certificate-send"),
    path("for-vendors/<str:token>/certificate/say/", certificate.say, name="certificate-say"),
    path("cases/<int:pk>/deletion/say/", certificate.deletion_say, name="deletion-say"),
    path("cases/<int:pk>/deletion/link/", certificate.deletion_link, name="deletion-link"),
    path("cases/<int:pk>/deletion/link/<int:link>/withdraw/", certificate.deletion_revoke, name="deletion-revoke"),
    path("cases/<int:pk>/deletion/received/", certificate.deletion_received, name="deletion-received"),
]
