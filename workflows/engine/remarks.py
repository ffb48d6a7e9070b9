"""What is said and attached beside the procedure: comments, files, followers; and removing personal data (X-4, X-5)."""

import hashlib
import re
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.files import remove_content
from accounts.models import StoredFile, User
from workflows import notices
from workflows.access import may_remove, reads_internal, reads_whole
from workflows.actors import Actor
from workflows.engine.door import admit, locked, must_be_with_vendor
from workflows.engine.record import passage, record
from workflows.errors import Invalid, NotYours, Unmet
from workflows.models import Answers, CaseFile, Event, Follower, Passage, Step

A_DAY = timedelta(days=1)
MOST_WORDS_A_DAY = 20  # of those who reach a case by a link
# A user name after @; a full stop or comma at its end belongs to the sentence.
MENTION = re.compile(r"(?<![\w.+-])@([\w+-](?:[\w.+-]{0,148}[\w+-])?)")


def comment(
    case: int,
    text: str,
    *,
    by: Actor,
    at: datetime,
    internal: bool = False,
    vendor: bool = False,
    key: str = "",
) -> Event:
    """Say something on a case; people mentioned as @username who may read it are told.

    `vendor` words are of the thread that the vendor reads through its link (PROC-1); those of a link always are.
    """
    vendor = vendor or by.link is not None
    with locked(case) as child:
        admit(child, by=by, at=at, key=key)
        _must_read_whole(child, by, at, internal=internal)
        if not text.strip():
            raise Invalid({"text": _("Write your comment.")})
        if by.link is not None:
            _must_not_flood(child, at)
        event = record(
            child,
            Event.Kind.COMMENT,
            by=by,
            at=at,
            name="comment",
            label=lambda: _comment_label(internal=internal, vendor=vendor),
            words=passage(text),
            seen=Event.Seen.INTERNAL if internal else Event.Seen.VENDOR if vendor else Event.Seen.WHOLE,
            key=key,
        )
        _tell_of_comment(child, event, text, by=by, at=at, internal=internal)
        if vendor and by.link is None:
            notices.tell_links(child, "vendor_answer", at=at, key=f"event:{event.pk}")
    return event


def _must_not_flood(child, at: datetime) -> None:
    """Each word of somebody outside is mailed to whoever answers them: Unmet after so many within a day."""
    today = Event.objects.filter(case_id=child.pk, kind=Event.Kind.COMMENT, seen=Event.Seen.VENDOR, at__gt=at - A_DAY)
    if today.filter(by__isnull=True).count() >= MOST_WORDS_A_DAY:
        raise Unmet(_("You wrote very often today. Nothing was sent. Write the rest tomorrow, or call the district."))


def _comment_label(*, internal: bool, vendor: bool) -> str:
    if vendor:
        return _("Word with the vendor")
    return _("Internal comment") if internal else _("Comment")


def _tell_of_comment(child, event: Event, text: str, *, by: Actor, at: datetime, internal: bool) -> None:
    named = User.objects.filter(username__in=set(MENTION.findall(text)), is_active=True)
    readers = [u for u in named if (reads_internal if internal else reads_whole)(u, child, at=at)]
    if not internal and child.requester:
        readers.append(child.requester)
    if event.seen == Event.Seen.VENDOR:
        readers += child.answers_the_vendor(at=at)
    notices.tell(readers, "comment", case=child, at=at, but=by.user, key=f"event:{event.pk}:comment")


def attach(
    case: int,
    stored: StoredFile,
    *,
    kind: str,
    by: Actor,
    at: datetime,
    internal: bool = False,
    vendor: bool = False,
    act=None,
    key: str = "",
) -> CaseFile:
    """Put a stored file on a case; `act(case, file)` may refuse it, or write the child's own rows about it.

    `vendor` files can be opened through the vendor's link too; those it hands in always are.
    """
    vendor = vendor or by.link is not None
    with locked(case) as child:
        admit(child, by=by, at=at, key=key)
        _must_read_whole(child, by, at, internal=internal)
        if by.link is not None:
            must_be_with_vendor(child)
        row = CaseFile.objects.create(case_id=child.pk, file=stored, kind=kind, internal=internal)
        if act is not None:
            act(child, row)
        record(
            child,
            Event.Kind.FILE,
            by=by,
            at=at,
            name="attach",
            label=lambda: _("%(kind)s added: %(name)s") % {"kind": row.get_kind_display(), "name": stored.name},
            file=row,
            seen=Event.Seen.INTERNAL if internal else Event.Seen.VENDOR if vendor else Event.Seen.WHOLE,
            details={"file": stored.pk, "name": stored.name, "sha256": stored.sha256, "size": stored.size},
            key=key,
        )
    return row


def follow(case: int, person: User, *, by: Actor, at: datetime, key: str = "") -> Follower:
    """Let somebody follow: the requester admits people to the whole case; anybody may follow the outcome themselves."""
    with locked(case) as child:
        admit(child, by=by, at=at, key=key)
        admits = by.user.pk == child.requester_id
        if not admits and person.pk != by.user.pk:
            raise NotYours(_("Only the requester lets others read the whole request."))
        if child.phase == "preparing" and not admits:
            raise Unmet(_("It has not been submitted yet."))
        whole = admits
        row, new = Follower.objects.get_or_create(
            case_id=child.pk, user=person, defaults={"added_by": by.user, "at": at, "reads_whole": whole}
        )
        if whole and not row.reads_whole:
            row.reads_whole = True
            row.save(update_fields=["reads_whole"])
        if new:
            record(
                child,
                Event.Kind.ASSIGN,
                by=by,
                at=at,
                name="follow",
                label=lambda: _("%(who)s follows") % {"who": person},
                key=key,
            )
            notices.tell([person], "following", case=child, at=at, but=by.user, key=f"follow:{row.pk}")
    return row


def unfollow(case: int, person: User, *, by: Actor, at: datetime) -> None:
    """Stop following; by oneself or by the requester."""
    with locked(case) as child:
        admit(child, by=by, at=at)
        if by.user.pk not in {person.pk, child.requester_id}:
            raise NotYours(_("Only the requester or the follower ends this."))
        if Follower.objects.filter(case_id=child.pk, user=person).delete()[0]:
            record(
                child,
                Event.Kind.ASSIGN,
                by=by,
                at=at,
                name="unfollow",
                label=lambda: _("%(who)s no longer follows") % {"who": person},
            )


# --- removing a student's or other personal data (X-5) ----------------------------------------------------------------


def remove_passage(case: int, passage_id: int, *, by: Actor, at: datetime, reason: str) -> Event:
    """Take somebody's words out of the case; the history keeps who, when and their hash."""
    with locked(case) as child:
        _must_administer(child, by, at, reason)
        words = _passage_of(child, passage_id)
        words.text, words.removed_at, words.removed_by, words.removed_reason = "", at, by.user, reason
        words.save(update_fields=["text", "removed_at", "removed_by", "removed_reason"])
        return _removed(child, by, at, reason, what=gettext_lazy("A passage was removed"), sha256=words.sha256)


def remove_file(case: int, file_id: int, *, by: Actor, at: datetime, reason: str) -> Event:
    """Take a file's content out of the case; its name, size and hash stay."""
    with locked(case) as child:
        _must_administer(child, by, at, reason)
        row = CaseFile.objects.select_related("file").filter(case_id=child.pk, pk=file_id).first()
        if row is None or row.file.removed_at:
            raise Unmet(_("There is no such file on this case."))
        remove_content(stored=row.file, by=by.user, at=at, reason=reason)
        return _removed(child, by, at, reason, what=gettext_lazy("A file was removed"), sha256=row.file.sha256)


def remove_answer(case: int, field: str, *, by: Actor, at: datetime, reason: str) -> Event:
    """Take one answer of the form out of the case and of every submission kept."""
    with locked(case) as child:
        _must_administer(child, by, at, reason)
        if field not in child.removable_answers():
            raise Invalid({"field": _("This answer can't be removed.")})
        digest = hashlib.sha256(str(getattr(child, field)).encode()).hexdigest()
        setattr(child, field, "")
        child.save(update_fields=[field])
        for kept in Answers.objects.filter(case_id=child.pk):
            if field in kept.data:
                kept.data[field] = {"removed": timezone.localdate(at).isoformat()}
                kept.save(update_fields=["data"])
        return _removed(child, by, at, reason, what=gettext_lazy("An answer was removed"), sha256=digest, field=field)


def remove_finding(case: int, which: str, *, by: Actor, at: datetime, reason: str) -> Event:
    """Take what somebody wrote beside an answer out of the child's own rows; that there was something stays."""
    with locked(case) as child:
        _must_administer(child, by, at, reason)
        found = child.findings().get(which)
        if found is None or not found.words:
            raise Unmet(_("There is no such passage on this case."))
        digest = hashlib.sha256(found.words.encode()).hexdigest()
        found.remove()
        what = gettext_lazy("A passage was removed")
        return _removed(child, by, at, reason, what=what, sha256=digest, finding=which)


def _removed(child, by: Actor, at: datetime, reason: str, *, what: str, **details) -> Event:
    return record(
        child, Event.Kind.REMOVED, by=by, at=at, name="remove", label=what, words=passage(reason), details=details
    )


def passages_of(case) -> set[int]:
    """Ids of everything somebody wrote on a case: in its history, and as questions of its steps."""
    spoken = Event.objects.filter(case_id=case.pk).values_list("words", "internal_words")
    asked = Step.objects.filter(case_id=case.pk).values_list("question", flat=True)
    return {pk for pair in spoken for pk in pair if pk} | {pk for pk in asked if pk}


def _passage_of(child, passage_id: int) -> Passage:
    known = passage_id in passages_of(child)
    found = Passage.objects.filter(pk=passage_id, removed_at__isnull=True).first() if known else None
    if found is None:
        raise Unmet(_("There is no such passage on this case."))
    return found


def _must_administer(child, by: Actor, at: datetime, reason: str) -> None:
    admit(child, by=by, at=at)
    if not may_remove(by.user, child, at=at):
        raise NotYours(_("Only an administrator removes something."))
    if not reason.strip():
        raise Invalid({"reason": _("Say why it is removed, without repeating it.")})


def _must_read_whole(child, by: Actor, at: datetime, *, internal: bool) -> None:
    if by.user is not None and not (reads_internal if internal else reads_whole)(by.user, child, at=at):
        raise NotYours(_("Only people who work on this request may do that."))
