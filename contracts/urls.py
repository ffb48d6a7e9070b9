"""Addresses of agreements."""

from django.urls import include, path

from contracts.views import public, record, renewals, tls

urlpatterns = [
    path("", include("contracts.agreement_urls")),
    path("", include("contracts.packet_urls")),
    path("", include("contracts.record_urls")),
    path("", include("contracts.calendar_urls")),
    path("", include("contracts.offboarding_urls")),
    path("renewals/reviews/", renewals.reviews, name="reviews"),
    path("library/<int:pk>/tls/", tls.tls, name="tls"),
    path("library/<int:pk>/tls/measure/", tls.measure, name="tls-measure"),
    path("library/<int:pk>/tls/enter/", tls.enter, name="tls-enter"),
    path("public/privacy/", public.privacy, name="public-privacy"),
    path("public/privacy/agreements/", public.agreements, name="public-agreements"),
    path("public/privacy/agreements/<int:pk>/", public.agreement, name="public-agreement"),
    path("public/privacy/subcontractors/", public.subcontractors, name="public-subcontractors"),
    path("public/files/<str:key>/", public.public_file, name="public-file"),
    path("public/language/", public.language, name="public-language"),
    path("record/", record.public_record, name="record"),
    path("record/statements/<int:item>/<slug:language>/", record.statement, name="record-statement"),
]
