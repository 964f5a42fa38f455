"""What concerns the whole portal: accounts and the outbox. For administrators."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.actions import close_account
from accounts.admin.scoping import AdministratorsOnly
from outbox.eml import read


class UserAdmin(AdministratorsOnly):
    """Accounts. Passwords are set by their owners only; a new account gets a link by mail."""

    list_display = ["email", "name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_active", "is_superuser", "last_login", "date_joined"]
    readonly_fields = ["last_login", "date_joined"]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        return obj != request.user and super().has_delete_permission(request, obj)

    def get_actions(self, request):
        """Without deleting many at once: each account is checked for itself."""
        return {}

    def delete_model(self, request, obj):
        close_account(user=obj)


class AccessibilityTestAdmin(AdministratorsOnly):
    """What people found; the public statement names the latest."""

    list_display = ["tested_on", "tested_with"]
    fields = ["tested_on", "tested_with", "findings"]


class MessageAdmin(AdministratorsOnly):
    """The outbox, to look at."""

    list_display = ["created_at", "kind", "recipient", "state", "tries", "sent_at"]
    list_filter = ["state", "kind"]
    search_fields = ["recipient", "message_id"]
    fields = [
        "kind", "recipient", "language", "about", "state", "not_before", "expires_at", "tries", "error", "message_id",
        "created_at", "sent_at", "content",
    ]  # fmt: skip
    readonly_fields = fields

    @admin.display(description=_("content"))
    def content(self, message):
        """The mail as it went into a file, where the portal is tried out without a mail server."""
        return format_html('<pre class="mail">{}</pre>', text) if (text := read(message.message_id)) else "–"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
