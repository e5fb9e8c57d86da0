"""docs/security.md names the tests that answer each threat."""

import ast
import re

import pytest
from django.conf import settings

DOCUMENT = (settings.BASE_DIR / "docs" / "security.md").read_text()
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", DOCUMENT)))
FILES = sorted(set(re.findall(r"`([\w/]+/test_\w+\.py)`", DOCUMENT)))
THREATS = re.findall(
    r"^\| (?!threat|---)(.*)\|$",
    DOCUMENT.partition("## What we are afraid of\n")[2].partition("\n## ")[0],
    re.MULTILINE,
)
#: What the list must speak of, however it says so.
NAMES = [
    *("injection", "WebSocket", "forms", "Guessing", "Revoked", "Session", "invitation"),
    *("first run", "log", "proxy", "Flooding"),
]


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_named_test_exists(path: str, name: str) -> None:
    tree = ast.parse((settings.BASE_DIR / path).read_text())
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    assert name in {node.name for node in tree.body if isinstance(node, kinds)}


@pytest.mark.parametrize("path", FILES)
def test_a_named_file_exists(path: str) -> None:
    assert (settings.BASE_DIR / path).exists()


@pytest.mark.parametrize("row", THREATS, ids=lambda row: row.partition(":")[0])
def test_each_threat_names_a_test(row: str) -> None:
    threat, answer, tests = (cell.strip() for cell in row.split("|"))
    assert threat
    assert answer
    assert "/test_" in tests


@pytest.mark.parametrize("name", NAMES)
def test_no_threat_is_forgotten(name: str) -> None:
    assert any(name.casefold() in row.partition("|")[0].casefold() for row in THREATS)
