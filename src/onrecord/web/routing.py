"""Routes of pages: a function with a path, given what its parameters ask for by their types.

The library that does this for the API describes each route to programs as well, and takes half a second to load; no page waits for
it. A parameter is the ``Request``, the ``Desk`` as the person may use it, the filter ``Asked``, a part of the path, or a value of
the address's query (words, a number, a truth, one of some words), which has a default unless it must be given.
"""

import inspect
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.model import RecordError
from onrecord.web.desk import Desk, desk_of
from onrecord.web.query import Asked
from onrecord.web.translating import N_, tr

__all__ = ["Pages", "problems"]

Endpoint = Callable[..., Response] | Callable[..., Awaitable[Response]]
F = Any


class Pages:
    """The routes of a module, in the order in which they are written."""

    def __init__(self) -> None:
        self.routes: list[Route] = []

    def get(self, path: str) -> Callable[[F], F]:
        return self._add(path, "GET")

    def post(self, path: str) -> Callable[[F], F]:
        return self._add(path, "POST")

    def _add(self, path: str, method: str) -> Callable[[F], F]:
        def added(endpoint: F) -> F:
            self.routes.append(Route(path, _answering(endpoint), methods=[method]))
            return endpoint

        return added


def _answering(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        given = _arguments(request, endpoint)
        if inspect.iscoroutinefunction(endpoint):
            made: Response = await endpoint(**given)
            return made
        return await run_in_threadpool(endpoint, **given)  # type: ignore[arg-type]

    return answer


@cache
def _wanted(endpoint: Endpoint) -> tuple[tuple[str, Any, Any], ...]:
    """``(name, type, default)`` of each parameter."""
    types = get_type_hints(endpoint)
    return tuple((n, types[n], p.default) for n, p in inspect.signature(endpoint).parameters.items())


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _arguments(request: Request, endpoint: Endpoint) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, kind, default in _wanted(endpoint):
        if kind is Request:
            given[name] = request
        elif kind is Desk:
            given[name] = desk_of(request)
        elif kind is Asked:
            given[name] = _asked(request)
        elif name in request.path_params:
            given[name] = request.path_params[name]
        elif name in request.query_params:
            given[name] = _value(name, kind, request.query_params[name])
        elif default is inspect.Parameter.empty:
            raise RecordError(tr("%(name)s: it must be given", name=name))
        else:
            given[name] = default
    return given


def _value(name: str, kind: Any, words: str) -> Any:
    try:
        return words if kind is str else _adapter(kind).validate_python(words)
    except ValidationError as error:
        raise RecordError(f"{name}: {_wanting(dict(error.errors()[0]))}") from error


def _asked(request: Request) -> Asked:
    params = request.query_params
    given: dict[str, Any] = {}
    for alias, several in _fields():
        if alias in params:
            given[alias] = params.getlist(alias) if several else params[alias]
    try:
        return Asked.model_validate(given)
    except ValidationError as error:
        raise RecordError(problems([dict(e) for e in error.errors()])) from error


@cache
def _fields() -> tuple[tuple[str, bool], ...]:
    return tuple((i.alias or n, isinstance(i.get_default(), list)) for n, i in Asked.model_fields.items())


def problems(found: list[dict[str, Any]]) -> str:
    """What is wrong with a question, field by field, as people read it."""
    told = []
    for e in found:
        field = [str(part) for part in e["loc"] if part != "query"]
        told.append(f"{field[0] if field else 'request'}: {_wanting(e)}")
    return "; ".join(told)


# by the beginning of the library's name for the fault
_WANTED = (
    ("date_", N_("write a day as 2024-02-07")), ("datetime_", N_("write a moment as 2024-02-07T18:00")),
    ("string_pattern", N_("write a month as 2024-02")), ("bool", N_("write true or false")),
    ("literal", N_("one of %(expected)s")), ("greater_than", N_("%(ge)s or more")), ("less_than", N_("%(le)s or less")),
    ("int", N_("write a whole number")), ("float", N_("write a number")), ("missing", N_("it must be given")),
)  # fmt: skip


def _wanting(error: dict[str, Any]) -> str:
    """What should have been written, in the language that is spoken; in the library's own words where we have none."""
    context: dict[str, Any] = error.get("ctx") or {}
    for kind, words in _WANTED:
        if str(error["type"]).startswith(kind):
            try:
                return tr(words, **context)
            except KeyError:
                break
    return str(error["msg"]).removeprefix("Value error, ")
