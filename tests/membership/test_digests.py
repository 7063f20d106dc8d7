"""The nightly mail: who gets one, what it must not say, and never two."""

import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from membership.domain.digests import send_digests
from membership.domain.jobs import JobRefused
from membership.domain.notices import mark_all_read, tell
from membership.domain.worklist import OVERDUE
from membership.models import Digest, DigestState, Notice
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(settings):
    settings.MAIL_ENABLED = True
    settings.SITE_URL = "https://taonguon.example.vn"


@pytest.fixture
def person():
    return UserFactory(full_name="Phạm Thị Thử", email="thu@example.vn", wants_mail=True)


def fails(monkeypatch, error, at="send_messages"):
    def fail(self, *args):
        raise error

    monkeypatch.setattr(EmailBackend, at, fail)


def test_one_mail_with_counts_and_an_address_and_no_name(person):
    tell([person.pk], "a", "Hồ sơ của Nguyễn Văn Mật quá hạn", "/danh-muc/", urgency=OVERDUE)
    tell([person.pk], "b", "Lê Thị Kín sắp hết dự bị", body="Chi bộ thôn 1")
    send_digests()
    (message,) = mail.outbox
    assert message.to == ["thu@example.vn"]
    whole = message.message().as_bytes().decode()
    body = message.message().get_payload(decode=True).decode()
    assert "2 thông báo chưa đọc" in body and "cần xử lý ngay: 1" in body
    assert "https://taonguon.example.vn/thong-bao/" in body
    for secret in ("Nguyễn", "Mật", "Lê Thị", "Phạm", "Chi bộ", "Hồ sơ"):
        assert secret not in body and secret not in message.subject
    assert "Auto-Submitted: auto-generated" in whole


def test_not_twice_the_same_night_nor_about_the_same_notices(person, frozen_today):
    tell([person.pk], "a", "Một")
    send_digests()
    tell([person.pk], "b", "Hai")
    send_digests()
    assert len(mail.outbox) == 1, "one a day"
    frozen_today.shift(24 * 3600)
    send_digests()
    assert len(mail.outbox) == 2 and "1 thông báo" in mail.outbox[1].subject
    frozen_today.shift(24 * 3600)
    send_digests()
    assert len(mail.outbox) == 2
    assert set(Digest.objects.values_list("state", flat=True)) == {DigestState.SENT}


@pytest.mark.parametrize("fields", [{"wants_mail": False}, {"email": ""}, {"is_active": False}])
def test_who_gets_none(fields):
    tell([UserFactory(**({"email": "a@example.vn", "wants_mail": True} | fields)).pk], "a", "Một")
    send_digests()
    assert mail.outbox == [] and not Digest.objects.exists()


def test_what_was_read_is_not_mailed(person):
    tell([person.pk], "a", "Một")
    mark_all_read(by=person)
    send_digests()
    assert mail.outbox == []


def test_no_server_no_mail(person, settings):
    settings.MAIL_ENABLED = False
    tell([person.pk], "a", "Một")
    assert "chưa đặt" in send_digests()
    assert mail.outbox == [] and Notice.objects.get().mailed_at is None


def test_a_refusal_is_recorded_and_tried_again_the_next_night(person, frozen_today, monkeypatch):
    tell([person.pk], "a", "Một")
    with monkeypatch.context() as patch:
        fails(patch, smtplib.SMTPRecipientsRefused({"thu@example.vn": (550, b"no such user")}))
        assert "từ chối: 1" in send_digests()
    digest = Digest.objects.get()
    assert digest.state == DigestState.REFUSED and "thu@example.vn" not in digest.error
    assert Notice.objects.get().mailed_at is None
    send_digests()
    assert mail.outbox == [], "not again the same night"
    frozen_today.shift(24 * 3600)
    send_digests()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected("x"), TimeoutError("x")])
def test_when_nobody_knows_it_is_not_sent_again(person, frozen_today, monkeypatch, error):
    tell([person.pk], "a", "Một")
    with monkeypatch.context() as patch:
        fails(patch, error)
        send_digests()
    assert Digest.objects.get().state == DigestState.UNCERTAIN
    frozen_today.shift(24 * 3600)
    send_digests()
    assert mail.outbox == [] and Notice.objects.get().mailed_at is not None


def test_a_worker_killed_while_sending_never_mails_twice(person, frozen_today, monkeypatch):
    """Between the commit and the answer of the server: the record stands, so no other worker begins anew."""
    tell([person.pk], "a", "Một")
    with monkeypatch.context() as patch:
        fails(patch, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            send_digests()
    assert Digest.objects.get().state == DigestState.SENDING
    for _ in range(2):
        send_digests()
        frozen_today.shift(24 * 3600)
    assert mail.outbox == []


def test_a_server_that_is_down_costs_nobody_a_mail(person, monkeypatch):
    tell([person.pk], "a", "Một")
    with monkeypatch.context() as patch:
        fails(patch, ConnectionRefusedError(), at="open")
        with pytest.raises(JobRefused, match="Không nối được máy chủ thư"):
            send_digests()
    assert not Digest.objects.exists()
    send_digests()
    assert len(mail.outbox) == 1


def test_one_refused_address_does_not_stop_the_others(person, monkeypatch):
    other = UserFactory(email="khac@example.vn", wants_mail=True)
    tell([person.pk, other.pk], "a", "Một")
    send = EmailBackend.send_messages

    def picky(self, messages):
        if messages[0].to == ["thu@example.vn"]:
            raise smtplib.SMTPRecipientsRefused({})
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", picky)
    send_digests()
    assert [message.to for message in mail.outbox] == [["khac@example.vn"]]
