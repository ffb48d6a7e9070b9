"""Addresses of vendor packets, on the district's side."""

from django.urls import path

from contracts.views import packets

urlpatterns = [
    path("packets/", packets.packet_list, name="packets"),
    path("packets/invite/", packets.packet_invite, name="packet-invite"),
    path("cases/<int:pk>/packet/say/", packets.packet_say, name="packet-say"),
    path("cases/<int:pk>/packet/link/", packets.packet_link, name="packet-link"),
    path("cases/<int:pk>/packet/link/<int:link>/withdraw/", packets.packet_revoke, name="packet-revoke"),
    path("cases/<int:pk>/packet/amount/", packets.packet_amount, name="packet-amount"),
    path("cases/<int:pk>/packet/product/", packets.packet_product, name="packet-product"),
    path("cases/<int:pk>/packet/agreement/", packets.packet_agreement, name="packet-agreement"),
]
