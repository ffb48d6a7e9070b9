"""What has happened to the demo's requests. Days are school days before today, so that some are always late."""

from requests_app.demo.stories import asking, deciding, ended, reviewing, using
from requests_app.demo.stories.told import STORIES, Story

__all__ = ["STORIES", "Story", "asking", "deciding", "ended", "reviewing", "using"]
