"""cached_property without a lock.

Up to Python 3.11 the one of functools holds a lock for all objects of a class while a value is worked out. A child that
is forked meanwhile has the lock too, and waits for it without end (github.com/python/cpython/issues/87634).
"""

from __future__ import annotations

import sys

if sys.version_info >= (3, 12):
    from functools import cached_property  # noqa: TID251
else:
    from collections.abc import Callable
    from typing import Any, Generic, Self, TypeVar, overload

    _T = TypeVar("_T")

    class cached_property(Generic[_T]):  # noqa: N801 (the name that functools has)
        """A property that is worked out when it is first asked for, and kept in the object."""

        def __init__(self, work_out: Callable[[Any], _T]) -> None:
            self._work_out = work_out
            self.__doc__ = work_out.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self._name = name

        @overload
        def __get__(self, instance: None, owner: type | None = None) -> Self: ...
        @overload
        def __get__(self, instance: object, owner: type | None = None) -> _T: ...
        def __get__(self, instance: object | None, owner: type | None = None) -> Self | _T:
            if instance is None:
                return self
            found = instance.__dict__[self._name] = self._work_out(instance)
            return found


__all__ = ["cached_property"]
