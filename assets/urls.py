"""Addresses of equipment and licences."""

from django.urls import path

from assets.views import acts, equipment, labels, licences, tables

urlpatterns = [
    path("assets/", equipment.assets, name="assets"),
    path("assets/add/", equipment.add, name="asset-add"),
    path("assets/export/", tables.export, name="asset-export"),
    path("assets/import/", tables.take_in, name="asset-import"),
    path("assets/import/<str:key>/", tables.check, name="asset-import-check"),
    path("assets/labels/", labels.labels, name="asset-labels"),
    path("assets/labels/sheet/", labels.sheet, name="asset-label-sheet"),
    path("assets/<int:pk>/", equipment.asset, name="asset"),
    path("assets/<int:pk>/edit/", acts.edit, name="asset-edit"),
    path("assets/<int:pk>/<slug:act>/", acts.act, name="asset-act"),
    path("licences/", licences.licences, name="licences"),
    path("licences/add/", licences.add, name="licence-add"),
    path("licences/<int:pk>/", licences.licence, name="licence"),
    path("licences/<int:pk>/edit/", licences.edit, name="licence-edit"),
    path("licences/<int:pk>/replace/", licences.replace, name="licence-replace"),
    path("licences/<int:pk>/key/", licences.read_key, name="licence-key"),
    path("licences/<int:pk>/file/", licences.read_file, name="licence-file"),
]
