"""Prints the names of the variables that the workflow sets, and says hello."""

from __future__ import annotations

import os
from collections.abc import Mapping


def greeting(variables: Mapping[str, str]) -> str:
    """The line that the task prints; `NAME` is a variable of the manifest."""
    return f"Hello, {variables.get('NAME', 'world')}"


def names(variables: Mapping[str, str]) -> list[str]:
    """Names of the variables, without their values, because some of them are secrets."""
    return sorted(variables)


if __name__ == "__main__":
    print(greeting(os.environ))
    for name in names(os.environ):
        print(name)
