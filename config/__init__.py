"""Wires the apps together: settings, addresses, the worker and its clock, checks at start."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
