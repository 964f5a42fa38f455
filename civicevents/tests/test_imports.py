"""Imports point one way (DESIGN section 3): an app may use what stands right of it, never what stands left."""

import ast

import pytest
from django.conf import settings

LAYERS = ["civicevents", "participation", "registrations", "events", "speakers", "accounts", "pictures outbox"]
LAYER = {app: number for number, apps in enumerate(LAYERS) for app in apps.split()}
# What only tests and the tools around them import may look everywhere.
FREE = ("/tests/", "/migrations/", "civicevents/testing", "conftest.py")


def sources():
    for app in LAYER:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            name = path.relative_to(settings.BASE_DIR).as_posix()
            if not any(part in name for part in FREE):
                yield app, name, ast.parse(path.read_text())


def imported_apps(node, app):
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [app if node.level else node.module]
    else:
        names = []
    return [name.split(".")[0] for name in names if name.split(".")[0] in LAYER]


def may_import(app, other):
    return app == other or LAYER[app] < LAYER[other]


def test_imports_point_down():
    wrong = [
        f"{name}:{node.lineno} imports {other}"
        for app, name, tree in sources()
        for node in ast.walk(tree)
        for other in imported_apps(node, app)
        if not may_import(app, other)
    ]
    assert wrong == []


def test_no_import_hides_in_a_function():
    hidden = {
        f"{name}:{node.lineno} imports {other}"
        for app, name, tree in sources()
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
        for other in imported_apps(node, app)
    }
    assert hidden == set()


@pytest.mark.parametrize(
    ("app", "other", "allowed"),
    [
        ("events", "speakers", True),
        ("events", "registrations", False),
        ("accounts", "outbox", True),
        ("outbox", "pictures", False),
        ("civicevents", "participation", True),
    ],
)
def test_the_arrows_of_the_design(app, other, allowed):
    assert may_import(app, other) is allowed
