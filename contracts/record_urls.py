"""Addresses of parents' requests, breaches and “Doing business with us”."""

from django.urls import path

from contracts.views import breaches, business, rights

urlpatterns = [
    path("public/privacy/request/", rights.ask, name="rights-ask"),
    path("public/privacy/request/sent/", rights.sent, name="rights-sent"),
    path("rights/", rights.requests, name="rights"),
    path("rights/new/", rights.new, name="rights-new"),
    path("breaches/", breaches.breach_list, name="breaches"),
    path("breaches/new/", breaches.new, name="breach-new"),
    path("cases/<int:pk>/breach/edit/", breaches.edit, name="breach-edit"),
    path("cases/<int:pk>/breach/letter/", breaches.letter, name="breach-letter"),
    path("public/business/", business.doing_business, name="business"),
    path("public/business/ask/", business.ask, name="business-ask"),
    path("public/business/ask/sent/", business.asked, name="business-asked"),
    path("public/documents/<int:pk>/<int:number>/", business.download, name="business-document"),
    path("record/documents/", business.documents, name="documents"),
    path("record/documents/new/", business.document_new, name="document-new"),
    path("record/documents/<int:pk>/", business.document, name="document"),
    path("record/documents/<int:pk>/withdraw/", business.document_withdraw, name="document-withdraw"),
]
