from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "requests_app"

    def ready(self):
        from contracts.models.packet import register_served
        from contracts.views.outside import register_home
        from requests_app import asked_district, asked_equipment, asked_software  # noqa: F401  (one registers its own)
        from requests_app.compliance import served_by
        from requests_app.forms.fields import MAKERS
        from requests_app.views import vendor_criteria
        from workflows.asking import register_fields

        asked_elsewhere = {"rationale", "internal", "contact_name", "contact_email"}
        register_fields({name: make for name, make in MAKERS.items() if name not in asked_elsewhere})
        register_fields(asked_equipment.MAKERS)
        register_fields(asked_district.MAKERS)
        register_home(vendor_criteria.CRITERIA, vendor_criteria.home)
        register_served(served_by)
