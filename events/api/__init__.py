"""Open data: what the portal's pages say, as JSON for programs (DESIGN section 4, ``/api/v1/``)."""
