"""Addresses of what people say before, during and after a meetup."""

urlpatterns = []
