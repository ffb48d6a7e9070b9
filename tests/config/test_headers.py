"""What every answer tells the browser not to do."""

import pytest
from django.core.files.storage import default_storage

POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@pytest.fixture(params=["/healthz", "/no-such-page"])
def answer(request, client, db):
    return client.get(request.param)


def test_nothing_comes_from_elsewhere_and_nothing_is_inline(answer):
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY


def test_types_frames_and_referrers_are_strict(answer):
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_uploaded_files_have_no_address(client, db, settings):
    (settings.MEDIA_ROOT / "quote.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(ValueError, match="not accessible via a URL"):
        default_storage.url("quote.pdf")
    for address in ("/quote.pdf", "/files/quote.pdf", "/media/quote.pdf", "/static/quote.pdf"):
        assert b"%PDF" not in client.get(address, follow=True).content
