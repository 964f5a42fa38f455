"""Rows below an event that have an order: what the inlines of its form share."""

from accounts.admin.selecting import ScopedFormSet


class RowsFormSet(ScopedFormSet):
    """Rows without a position come last, in the order in which they stand in the form."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "position" in form.fields:
            form.fields["position"].required = False
            form.fields["position"].initial = None
            form.fields["position"].label_suffix = ""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms and "position" in form.fields]
        placed = [form.cleaned_data.get("position") for form in kept if hasattr(form, "cleaned_data")]
        last = max((position for position in placed if position is not None), default=0)
        for form in kept:
            if form.has_changed() and form.cleaned_data.get("position") is None:
                last += 1
                form.instance.position = last


class AppearanceFormSet(RowsFormSet):
    """Whose entry a person may share: that of somebody else on the same event."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        field = form.fields.get("shares_entry_with")
        if field is None:
            return
        field.queryset = (
            self.instance.appearances.select_related("speaker") if self.instance.pk else field.queryset.none()
        )
        others = [(a.pk, str(a)) for a in self._on_stage() if a.pk != form.instance.pk]
        field.widget.choices = [("", "–"), *others]

    def _on_stage(self):
        """Read once for all rows."""
        if not hasattr(self, "_appearances"):
            rows = self.instance.appearances.select_related("speaker") if self.instance.pk else []
            self._appearances = list(rows)
        return self._appearances
