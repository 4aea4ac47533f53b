"""The published schemas are sound, stand alone, and describe exactly what the model holds."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from enduse.errors import EnduseError, Fault, NotFoundError
from enduse.knowledge.measures import load_vocabulary
from enduse.model import (
    answer,
    assessment,
    batch,
    condition,
    declaring,
    denial,
    determination,
    directory,
    evidence,
    finding,
    inquiry,
    integrity,
    judging,
    jurisdiction,
    kept_order,
    licensing,
    marking,
    paper,
    path,
    portfolio,
    product,
    repeat,
    review,
    screening,
    shown,
    statement,
    story,
    trade_paper,
)
from enduse.model.viewpoint import Viewpoint
from enduse.workspace.presenting import error_to_json
from enduse.workspace.schemas import get_schema, list_schemas

_MODULES = (
    answer, assessment, batch, condition, declaring, denial, determination, directory, evidence, finding, inquiry,
    integrity, judging, jurisdiction, kept_order, licensing, marking, paper, path, portfolio, product, repeat, review,
    screening, shown, statement, story, trade_paper,
)
_TYPES = {
    thing.__name__: thing for module in _MODULES for thing in vars(module).values()
    if isinstance(thing, type) and is_dataclass(thing)
} | {"Viewpoint": Viewpoint, "Fault": Fault}


def _shapes() -> dict[str, Any]:
    text = resources.files("enduse.workspace.schemas").joinpath("shapes.schema.json").read_text(encoding="utf-8")
    shapes: dict[str, Any] = json.loads(text)["$defs"]
    return shapes


def _snake(name: str) -> str:
    return "".join(("_" if i and char.isupper() else "") + char.lower() for i, char in enumerate(name))


@pytest.mark.parametrize("name", list_schemas())
def test_every_schema_is_sound_closed_and_named(name: str) -> None:
    schema = get_schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["schema"] == {"const": f"enduse-{name}/1"}
    assert schema["additionalProperties"] is False
    assert schema["title"]
    assert schema["description"]


@pytest.mark.parametrize("name", list_schemas())
def test_every_schema_stands_alone(name: str) -> None:
    schema = get_schema(name)
    text = json.dumps(schema)
    targets = {part.split('"')[0] for part in text.split('"$ref": "')[1:]}
    assert all(target.startswith("#/$defs/") for target in targets)
    assert {target.removeprefix("#/$defs/") for target in targets} == set(schema.get("$defs", {}))


def test_a_schema_is_found_by_its_full_name_too() -> None:
    assert get_schema("enduse-order/1") == get_schema("order")


def test_an_unknown_schema_is_told_with_those_known() -> None:
    with pytest.raises(NotFoundError, match="Known: assessment, "):
        get_schema("../shapes")


@pytest.mark.parametrize(("shape", "kind"), sorted((_snake(n), t) for n, t in _TYPES.items() if _snake(n) in _shapes()))
def test_every_shape_has_the_fields_of_its_type_and_no_others(shape: str, kind: type[Any]) -> None:
    names = [field.name for field in fields(kind)]
    described = _shapes()[shape]
    assert sorted(described["properties"]) == sorted(names)
    assert sorted(described["required"]) == sorted(names)
    assert described["additionalProperties"] is False


@pytest.mark.parametrize(("name", "kind"), [
    ("assessment", assessment.Assessment), ("trace", path.Trace), ("load", statement.LoadResult), ("show", shown.Shown),
    ("screening-run", batch.ScreeningRun), ("changes", portfolio.PortfolioChanges),
    ("denial", denial.Denial), ("denials", denial.DenialList), ("repeats", repeat.Repeats),
    ("workspace-changes", kept_order.WorkspaceChanges), ("assessment-run", declaring.AssessmentRun),
])
def test_an_answer_that_is_one_object_has_the_fields_of_its_type(name: str, kind: type[Any]) -> None:
    properties = set(get_schema(name)["properties"])
    assert properties - {"schema", "viewpoint"} == {field.name for field in fields(kind)} - {"viewpoint"}


def test_the_item_schema_knows_every_property_and_kind_of_the_vocabulary() -> None:
    vocabulary = load_vocabulary()
    item = get_schema("item")["$defs"]["item"]["properties"]
    per_axis = set(item["axes"]["items"]["properties"]) - {"axis"}
    assert set(item["parameters"]["properties"]) == {n for n, p in vocabulary.properties.items() if p.of == "item"}
    assert per_axis == {n for n, p in vocabulary.properties.items() if p.of != "item"}
    assert set(item["kinds"]["items"]["enum"]) == set(vocabulary.kinds)


@pytest.mark.parametrize("kind", [EnduseError, *EnduseError.__subclasses__()])
def test_every_error_is_described(kind: type[EnduseError]) -> None:
    error = kind("it broke.", where="a.csv", remedy="Mend it.", faults=(Fault(place="row 2", reason="no name"),))
    Draft202012Validator(get_schema("error")).validate(error_to_json(error))
