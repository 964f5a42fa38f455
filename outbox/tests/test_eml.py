"""Mails that become files while the portal is tried out."""

from django.core.mail import EmailMessage

from outbox import eml


def test_a_mail_in_a_file_can_be_read_again(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    mail = EmailMessage("Grüße 🦙", "Guten Tag", to=["ada@example.org"], headers={"Message-ID": "<a1@example.org>"})
    eml.EmailBackend().send_messages([mail])
    assert eml.read("<a1@example.org>").startswith("Grüße 🦙\n\nGuten Tag")
    assert eml.read("<other@example.org>") == ""


def test_a_message_id_never_leads_out_of_the_folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    assert eml.file_of("<../../secret@example.org>").parent == tmp_path / "mail"
