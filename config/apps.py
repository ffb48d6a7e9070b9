from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401  (registers the checks)

        # "This field is required." is no sentence that anybody says to anybody.
        Field.default_error_messages["required"] = _("Please give an answer.")
