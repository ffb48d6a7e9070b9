"""Addresses of agreements, of those who may sign them, and of the schedule of data."""

from django.urls import path

from contracts.views import agreements, data, elements, signers

urlpatterns = [
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/new/", agreements.agreement_new, name="agreement-new"),
    path("agreements/signers/", signers.signer_list, name="signers"),
    path("agreements/signers/<int:pk>/end/", signers.signer_end, name="signer-end"),
    path("data-elements/", elements.element_list, name="data-elements"),
    path("data-elements/<int:pk>/", elements.element, name="data-element"),
    path("vendors/<int:pk>/data/", data.vendor_data, name="vendor-data"),
    path("cases/<int:pk>/agreement/data/", data.agreement_data, name="agreement-data"),
    path("cases/<int:pk>/agreement/edit/", agreements.agreement_edit, name="agreement-edit"),
    path("cases/<int:pk>/agreement/upkeep/", agreements.agreement_upkeep, name="agreement-upkeep"),
    path("cases/<int:pk>/agreement/post/", agreements.agreement_post, name="agreement-post"),
]
