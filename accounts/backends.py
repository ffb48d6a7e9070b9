"""Who is signed in, read with their place: every page says something about it."""

from django.contrib.auth.backends import ModelBackend

from accounts.models import User


class PasswordBackend(ModelBackend):
    """User name and password; the person comes with their place in one query."""

    def get_user(self, user_id):
        user = User.objects.select_related("place").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
