"""Who is signed in, read with their place: every page says something about it."""

from django.contrib.auth.backends import ModelBackend

from accounts.models import User


class PasswordBackend(ModelBackend):
    """User name and password; the person comes with their place in one query."""

    def get_user(self, user_id):
        try:
            user = User.objects.select_related("place").get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None
