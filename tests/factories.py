"""Rows for tests, made as the product makes them where it has a way."""

from datetime import timedelta

import factory
from django.utils import timezone

from accounts.models import Place, RoleGrant, User
from catalog.models import Resource, Vendor


class PlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"School {n}")
    kind = Place.Kind.SCHOOL


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person-{n}")
    first_name = factory.Sequence(lambda n: f"First{n}")
    last_name = factory.Sequence(lambda n: f"Last{n:04d}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@staff.example")


class GrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleGrant

    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=100))
    granted_at = factory.LazyFunction(timezone.now)


class VendorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Vendor

    name = factory.Sequence(lambda n: f"Vendor {n}")


class ResourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Resource

    name = factory.Sequence(lambda n: f"Resource {n}")
