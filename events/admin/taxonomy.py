"""Topics and audiences: one list for all. Members add to it, administrators rename and delete."""

from accounts.admin.scoping import ScopedAdmin


class TagAdmin(ScopedAdmin):
    owner = None
    list_display = ["name", "name_en"]
    search_fields = ["name", "name_en", "sort_key"]
    fields = ["name", "name_en"]

    def visible(self, user):
        return self.model._default_manager.all()

    def changeable(self, user):
        rows = self.model._default_manager.all()
        return rows if user.is_superuser else rows.none()

    def addable(self, user):
        return self.model._default_manager.all()

    def selectable(self, user):
        return self.model._default_manager.all()

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser and super().has_delete_permission(request, obj)
