from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from os import PathLike
from typing import Any, Literal

__all__ = [
    "AmbiguousEntityError",
    "Database",
    "Graph",
    "SaysoError",
    "UnknownEntityError",
    "UsageError",
    "__version__",
    "extract",
    "open",
]

__version__: str

class SaysoError(Exception): ...
class UnknownEntityError(SaysoError): ...
class AmbiguousEntityError(SaysoError): ...
class UsageError(SaysoError): ...

_Document = str | Mapping[str, Any] | Sequence[str | None]
_Frame = Literal["pandas", "polars", "arrow"] | type[dict]
_Day = str | Date | None

def open(path: str | PathLike[str] = ..., *, read_only: bool = ...) -> Database: ...
def extract(
    text: _Document | Iterable[_Document], *, title: str | None = ..., date: _Day = ..., uri: str | None = ...
) -> Graph: ...

class Database:
    path: str
    def __init__(self, path: str | PathLike[str] = ..., *, read_only: bool = ...) -> None: ...
    def add(self, text: _Document, *, title: str | None = ..., date: _Day = ..., uri: str | None = ...) -> bool: ...
    def add_many(self, documents: Iterable[_Document], *, progress: bool = ...) -> dict[str, Any]: ...
    def statements(
        self,
        *,
        by: str | None = ...,
        about: str | None = ...,
        cue: str | None = ...,
        kind: str | None = ...,
        mode: str | None = ...,
        since: _Day = ...,
        until: _Day = ...,
        text: str | None = ...,
        limit: int | None = ...,
        frame: _Frame = ...,
    ) -> Any: ...
    def relations(
        self,
        *,
        about: str | None = ...,
        subject: str | None = ...,
        object: str | None = ...,
        predicate: str | None = ...,
        class_: str | None = ...,
        since: _Day = ...,
        until: _Day = ...,
        all: bool = ...,
        limit: int | None = ...,
        frame: _Frame = ...,
    ) -> Any: ...
    def entities(
        self, *, type: str | None = ..., name: str | None = ..., limit: int | None = ..., frame: _Frame = ...
    ) -> Any: ...
    def graph(
        self,
        *,
        around: str | Iterable[str] | None = ...,
        depth: int = ...,
        between: tuple[str, str] | Sequence[str] | None = ...,
        types: str | Iterable[str] = ...,
        class_: str | None = ...,
        speakers: bool = ...,
        since: _Day = ...,
        until: _Day = ...,
        min_weight: int = ...,
        top: int | None = ...,
        to: Literal["networkx", "igraph", "rustworkx"] | None = ...,
    ) -> Any: ...

class Graph:
    def __init__(self, inner: Any) -> None: ...
    def statements(self, *, frame: _Frame = ...) -> Any: ...
    def relations(self, *, frame: _Frame = ...) -> Any: ...
    def entities(self, *, frame: _Frame = ...) -> Any: ...
    def to_string(self, format: str, *, max_nodes: int = ..., texts: bool = ...) -> str: ...
    def save(
        self, path: str | PathLike[str], format: str | None = ..., *, max_nodes: int = ..., texts: bool = ...
    ) -> None: ...
    def to_dict(self) -> dict[str, Any]: ...
    def to_networkx(self) -> Any: ...
    def to_igraph(self) -> Any: ...
    def to_rustworkx(self) -> Any: ...
    def _repr_svg_(self) -> str: ...
    def _repr_html_(self) -> str: ...
