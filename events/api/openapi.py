"""The OpenAPI 3.1 document: schemas by msgspec from the shapes, put together by apispec."""

from functools import cache

import msgspec
from apispec import APISpec
from django import forms
from django.utils.translation import override

from events.api import shapes
from events.api.parameters import CURSOR, FEW, FILTERS, LIMIT, MOST, UPDATED_SINCE
from events.api.problems import PROBLEM_TYPE
from events.api.resources import EVENT, OTHERS, RESOURCES
from events.feeds.selections import LANGUAGE

VERSION = "1.0"
REF = "#/components/schemas/{name}"
DESCRIPTION = (
    "What is public on the pages of the portal, for programs: read only, without a key, from any website. "
    "Lists come in pages: follow “next”. What has changed later is at “changes”. Send the ETag again as If-None-Match."
)
PAGE_SHAPES = {each.name: shapes.Page[each.shape] for each in OTHERS} | {EVENT.name: shapes.EventPage}
DAY = r"^(19[7-9][0-9]|20[0-9]{2}|21[0-9]{2})-[0-9]{2}-[0-9]{2}$"
OF_LISTS = [
    {
        "name": LIMIT,
        "description": "How many on a page",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": FEW},
    },
    {
        "name": CURSOR,
        "description": "Where the page begins; only as given in “next”",
        "schema": {"type": "string", "pattern": "^[-_A-Za-z0-9]+$"},
    },
]
SINCE = {
    "name": UPDATED_SINCE,
    "description": (
        "Only what may have changed after this time (with its offset), by number, and what left as “gone”. "
        "Nothing is missed that was committed late; some may be told twice."
    ),
    "schema": {"type": "string", "format": "date-time"},
}
IN_LANGUAGE = {
    "name": LANGUAGE,
    "description": "Language of addresses of pages and of errors",
    "schema": {"type": "string", "enum": ["de", "en"], "default": "de"},
}


@cache
def document(base_url, title):
    with override("en"):
        return _document(base_url, title)


def _document(base_url, title):
    spec = APISpec(
        title=f"{title}: open data",
        version=VERSION,
        openapi_version="3.1.0",
        info={"description": DESCRIPTION},
        servers=[{"url": base_url}],
        tags=[{"name": resource.folder, "description": str(resource.title)} for resource in RESOURCES],
    )
    pages = list(PAGE_SHAPES.values())
    kinds = [*pages, *(resource.shape for resource in RESOURCES), shapes.Problem]
    schemas, components = msgspec.json.schema_components(kinds, ref_template=REF)
    for name, schema in components.items():
        spec.components.schema(name, schema)
    schema_of = dict(zip(kinds, schemas, strict=True))
    for resource in RESOURCES:
        _add_paths(spec, resource, schema_of)
    return spec.to_dict()


def _add_paths(spec, resource, schema_of):
    parameters = [*OF_LISTS, *([SINCE, *_filters()] if resource is EVENT else [])]
    listing = _operation(resource, f"list_{resource.folder}", schema_of[PAGE_SHAPES[resource.name]], parameters)
    listing["responses"]["400"] = _problem("A parameter was not understood; “detail” says which")
    spec.path(path=resource.path, operations={"get": listing})
    single = _operation(resource, f"get_{resource.name}", schema_of[resource.shape], [])
    single["responses"] |= {"404": _problem("There is none, or it is not public"), "400": listing["responses"]["400"]}
    if resource is EVENT:
        single["responses"]["410"] = _problem("It was withdrawn")
    number = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
    spec.path(path=resource.path + "{id}/", operations={"get": single}, parameters=[number])


def _operation(resource, name, schema, parameters):
    return {
        "operationId": name,
        "tags": [resource.folder],
        "summary": f"{resource.title}: {'all' if name.startswith('list') else 'one'}",
        "parameters": [{"in": "query", "required": False, **each} for each in (*parameters, IN_LANGUAGE)],
        "responses": {
            "200": {
                "description": "As asked for",
                "headers": {"ETag": {"description": "For If-None-Match", "schema": {"type": "string"}}},
                "content": {"application/json": {"schema": schema}},
            },
            "304": {"description": "It is what you have already"},
        },
    }


def _problem(description):
    schema = {"$ref": REF.format(name="Problem")}
    return {"description": description, "content": {PROBLEM_TYPE: {"schema": schema}}}


def _filters():
    return [
        {"name": name, "description": str(field.label), "schema": _schema(field)} for name, field in FILTERS.items()
    ]


def _schema(field):
    """The JSON schema of a form field of the filters."""
    if isinstance(field, forms.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, forms.DateField):
        return {"type": "string", "format": "date", "pattern": DAY}
    if isinstance(field, forms.ChoiceField):
        return {"type": "string", "enum": [value for value, _label in field.choices if value]}
    if isinstance(field, forms.SlugField):
        return {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
    return {"type": "string", "minLength": 1, "maxLength": field.max_length}
