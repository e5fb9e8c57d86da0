"""The promises of docs/guarantees.md name the tests that prove them."""

import ast
import re

import pytest
from django.conf import settings

DOCUMENT = (settings.BASE_DIR / "docs" / "guarantees.md").read_text()
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", DOCUMENT)))


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_named_test_exists(path: str, name: str) -> None:
    tree = ast.parse((settings.BASE_DIR / path).read_text())
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    assert name in {node.name for node in tree.body if isinstance(node, kinds)}


@pytest.mark.parametrize("promise", range(1, 11))
def test_each_promise_names_a_test(promise: int) -> None:
    (row,) = re.findall(rf"^\| {promise} \|.*", DOCUMENT, re.MULTILINE)
    assert "::test_" in row


def test_each_fault_is_named() -> None:
    bench = (settings.BASE_DIR / "bench" / "README.md").read_text()
    section = bench.partition("## faults")[2].partition("| column |")[0]
    faults = re.findall(r"^\| ([a-z-]+) \| ", section, re.MULTILINE)
    faults.remove("scenario")
    assert len(faults) > 10
    assert [fault for fault in faults if not re.search(rf"\b{fault}\b", DOCUMENT)] == []
