from django.db import models


class FailedSignIn(models.Model):
    """One refused sign-in. Too many for one user name from one address close the door for a while."""

    username = models.CharField(max_length=150, help_text="as typed, in lower case")
    address = models.CharField(max_length=45, help_text="IPv4 or IPv6")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["username", "address", "at"], name="failed_sign_in_lookup")]

    def __str__(self):
        return f"{self.username} {self.address} {self.at:%Y-%m-%d %H:%M}"
