"""The portal as a whole."""

VERSION = "0.9.0"  # the only place; a release is a commit with the tag v0.9.0 (docs/releases.md), told in CHANGELOG.md
RELEASED = "2026-11-28"  # when every test ran last before a release; the statement on accessibility names it
