from accounts.models.accessibility import AccessibilityTest
from accounts.models.invitation import Invitation
from accounts.models.legal import LegalPage
from accounts.models.organisation import EDITING_ROLES, Membership, Organisation, Role
from accounts.models.user import User
from accounts.slugs import FormerSlug

__all__ = [
    "EDITING_ROLES",
    "AccessibilityTest",
    "FormerSlug",
    "Invitation",
    "LegalPage",
    "Membership",
    "Organisation",
    "Role",
    "User",
]
