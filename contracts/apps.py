from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self):
        from accounts.files import register_file_owner
        from contracts import asked  # noqa: F401  (registers its fields)
        from contracts.selectors import may_open_public_copy

        register_file_owner(may_open_public_copy)
