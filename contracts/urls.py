"""Addresses of agreements."""

from django.urls import path

from contracts.views import agreements

urlpatterns = [
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/new/", agreements.agreement_new, name="agreement-new"),
    path("cases/<int:pk>/agreement/edit/", agreements.agreement_edit, name="agreement-edit"),
    path("cases/<int:pk>/agreement/post/", agreements.agreement_post, name="agreement-post"),
]
