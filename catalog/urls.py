"""Addresses of the library and of vendors."""

from django.urls import path

from catalog.views import library, vendors

urlpatterns = [
    path("library/", library.library, name="library"),
    path("library/add/", library.add_resource, name="resource-add"),
    path("library/<int:pk>/", library.resource, name="resource"),
    path("library/<int:pk>/edit/", library.edit_resource, name="resource-edit"),
    path("vendors/", vendors.vendors, name="vendors"),
    path("vendors/add/", vendors.add_vendor, name="vendor-add"),
    path("vendors/<int:pk>/", vendors.vendor, name="vendor"),
    path("vendors/<int:pk>/edit/", vendors.edit_vendor, name="vendor-edit"),
]
