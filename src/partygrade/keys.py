"""Which keys a place of a scheme file allows, from the models themselves."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from partygrade.diagnostics import Text

Loc = tuple[int | str, ...]


def keys(loc: Loc, model: type[BaseModel]) -> set[str]:
    """List the keys that may stand at a location of a model; a location names lists by number and unions by tag."""
    return {key for found in _models_at(loc, model) for key, _ in _fields(found)}


def described(loc: Loc, key: str, model: type[BaseModel]) -> Text | None:
    """Say what a key means that stands at a location."""
    for found in _models_at(loc, model):
        for name, field in _fields(found):
            if name == key and field.description:
                return Text(*field.description.split(" / ", 1))
    return None


def _models_at(loc: Loc, model: type[BaseModel]) -> list[type[BaseModel]]:
    models = [model]
    free = False
    for step in loc:
        if isinstance(step, int) or free:
            free = False
            continue
        fields = [field for model in models for key, field in _fields(model) if key == step]
        if fields:
            models = [model for field in fields for model in _models(field.annotation)]
            free = any(_has_free_keys(field.annotation) for field in fields)
        else:
            models = [model for model in models if _tag(model) == step] or models
    return models


def _fields(model: type[BaseModel]) -> list[tuple[str, FieldInfo]]:
    return [(field.alias or name, field) for name, field in model.model_fields.items()]


def _has_free_keys(annotation: Any) -> bool:
    """Tell whether the author chooses the keys, as those of `facts`."""
    inside = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    return any(get_origin(part) is dict for part in inside)


def _tag(model: type[BaseModel]) -> str | None:
    field = model.model_fields.get("type")
    return None if field is None else str(get_args(field.annotation)[0])


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Find the models inside an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Union, types.UnionType, Annotated, list, dict):
        for part in get_args(annotation):
            if get_origin(part) is not Literal:
                yield from _models(part)
