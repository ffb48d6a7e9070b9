from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"

    def ready(self):
        from accounts.files import register_file_owner
        from workflows.selectors import may_open_file

        register_file_owner(may_open_file)
