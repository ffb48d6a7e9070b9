from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self):
        from accounts.files import register_file_owner
        from catalog.services import follow
        from contracts import asked, kept_pages, schedules  # noqa: F401  (asked registers its fields)
        from contracts.business import may_open_document
        from contracts.selectors import may_open_public_copy
        from contracts.tls.records import may_open_report

        register_file_owner(may_open_public_copy)
        register_file_owner(may_open_document)
        register_file_owner(may_open_report)
        kept_pages.note_changes()
        follow(schedules.library_decided)
