import pytest


@pytest.fixture
def signed_in(client):
    """The client, signed in as a person."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
