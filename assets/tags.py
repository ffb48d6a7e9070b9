"""Asset tags: typed as they stand on a label, or the next number of the district's own series."""

import re

from django.utils.translation import gettext as _

from accounts.district import setting
from assets.models import Asset, TagCounter

LONGEST = 40
# Letters and digits of ASCII and what stands between them: one capital form each, and nothing a spreadsheet runs.
_TAG = re.compile(r"[A-Z0-9]([A-Z0-9._/#-]| (?! ))*")


def clean_tag(text: str) -> str:
    """The tag as it is kept: capitals, single spaces. ValueError with a sentence when it can't be one."""
    tag = " ".join(str(text).split()).upper()
    if len(tag) > LONGEST:
        raise ValueError(_("An asset tag has at most %(most)s characters.") % {"most": LONGEST})
    if not _TAG.fullmatch(tag):
        raise ValueError(
            _("An asset tag begins with a letter or digit and has only letters A to Z, digits, spaces and . _ / # -")
        )
    return tag


def next_tags(count: int, *, taken: set[str] = frozenset()) -> list[str]:
    """The next tags of the district's series, past those typed by hand. In a transaction: the counter stays locked."""
    if not count:
        return []
    prefix = setting("asset_tag_prefix")
    TagCounter.objects.get_or_create(prefix=prefix)
    counter = TagCounter.objects.select_for_update().get(prefix=prefix)
    found: list[str] = []
    while len(found) < count:
        missing = count - len(found)
        tags = [f"{prefix}{number:06d}" for number in range(counter.last + 1, counter.last + missing + 1)]
        counter.last += missing
        used = set(Asset.objects.filter(tag__in=tags).values_list("tag", flat=True)) | taken
        found += [tag for tag in tags if tag not in used]
    counter.save(update_fields=["last"])
    return found
