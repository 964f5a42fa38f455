"""Addresses of sign-up and of participants' own pages (DESIGN section 4)."""

from django.urls import path

from accounts.visitors import public
from registrations.views import certificates, invitations, networking, own_changes, own_page
from registrations.views.calendars import calendar_page
from registrations.views.door import door_code, door_page
from registrations.views.links import my_registrations, told
from registrations.views.sign_up import register, sent
from registrations.views.stage import stage_page

urlpatterns = [
    path("events/<slug:slug>/register/", public(register), name="register"),
    path("events/<slug:slug>/register/sent/", public(sent), name="register_sent"),
    path("events/<slug:slug>/register/sent/<slug:outcome>/", public(sent), name="register_sent"),
    path("certificates/check/", certificates.check, name="certificate_check"),
    path("registrations/", my_registrations, name="my_registrations"),
    path("registrations/sent/", told, {"what": "sent"}, name="my_registrations_sent"),
    path("registrations/renewed/", told, {"what": "renewed"}, name="registration_renewed"),
    path("registrations/deleted/", told, {"what": "deleted"}, name="registration_deleted"),
    path("registrations/invitations/<str:token>/", invitations.invitation, name="guest_invitation"),
    path("registrations/invitations/<str:token>/decline/", invitations.decline, name="guest_invitation_decline"),
    path("registrations/<str:token>/", own_page.own_page, name="registration"),
    path("registrations/<str:token>/confirm/", own_page.confirm, name="registration_confirm"),
    path("registrations/<str:token>/keep/", own_page.keep, name="registration_keep"),
    path("registrations/<str:token>/join/", own_page.join_page, name="registration_join"),
    path("registrations/<str:token>/event.ics", own_page.calendar_file, name="registration_calendar"),
    path("registrations/<str:token>/calendar/", calendar_page, name="registration_own_calendar"),
    path("registrations/<str:token>/data.json", own_page.data, name="registration_data"),
    path("registrations/<str:token>/networking/", networking.networking, name="registration_networking"),
    path("registrations/<str:token>/certificate.pdf", certificates.certificate, name="registration_certificate"),
    path("registrations/<str:token>/change/", own_changes.change, name="registration_change"),
    path("registrations/<str:token>/switch/", own_changes.switch_ticket_type, name="registration_switch"),
    path("registrations/<str:token>/cancel/", own_changes.cancel_page, name="registration_cancel"),
    path("registrations/<str:token>/renew/", own_changes.renew, name="registration_renew"),
    path("registrations/<str:token>/delete/", own_changes.delete, name="registration_delete"),
    path("door/code/<slug:code>/", door_code, name="door_code"),
    path("door/<str:token>/", door_page, name="door"),
    path("stage/<str:token>/", stage_page, name="stage"),
]
