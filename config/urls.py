"""Every address of the application. Each app names its own; none is under a prefix."""

from django.conf import settings
from django.urls import include, path

from config import pages
from config.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("site.css", pages.site_css, name="site_css"),
    path("help/", pages.help_page, name="help"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("", include("requests_app.settings_urls")),
    path("", include("accounts.urls")),
    path("", include("catalog.urls")),
    path("", include("workflows.urls")),
    path("", include("contracts.urls")),
    path("", include("contracts.outside_urls")),
    path("", include("assets.urls")),
    path("", include("requests_app.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("", include("accounts.demo_urls")))

handler500 = "config.views.server_error"
