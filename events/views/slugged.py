"""What all pages about one thing share: they are found by their slug, and by the ones they had before."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.utils import timezone
from django.views.generic import DetailView


class SluggedPage(DetailView):
    """A page about one row. A slug that it had before leads on with 308; the clock is read once, into ``now``."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            moved = self.get_queryset().formerly(kwargs["slug"]).first()
            if moved is None:
                return self.not_found(request)
            query = request.META.get("QUERY_STRING", "")
            address = self.address_of(moved) + (f"?{query}" if query else "")
            return HttpResponsePermanentRedirect(address, preserve_request=True)

    def address_of(self, moved):
        """Where the page of a row that had the slug before stands now."""
        return moved.get_absolute_url()

    def not_found(self, request):
        """What is answered when no public row has, or had, this slug."""
        raise Http404
