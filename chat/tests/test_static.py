"""What ``collectstatic`` makes of the static files (config/static.py)."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from rjsmin import jsmin

from config.static import StaticStorage

STATIC: Path = settings.BASE_DIR / "static"

HASHED = r"\.[0-9a-f]{12}\."

Collect = Callable[[], dict[str, str]]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    (source / "css" / "components").mkdir(parents=True)
    (source / "js").mkdir()
    return source


@pytest.fixture
def collect(source: Path, tmp_path: Path) -> Collect:
    """Collect the source; returns what each name is served as."""

    def collect() -> dict[str, str]:
        return collected(source, tmp_path / "root")

    return collect


def collected(source: Path, root: Path) -> dict[str, str]:
    """As the command does it, for one folder."""
    shutil.copytree(source, root, dirs_exist_ok=True)
    files = FileSystemStorage(source)
    names = [str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()]
    found: dict[str, Any] = {name: (files, name) for name in names}
    storage = StaticStorage(root, "/static/")
    for _name, _served, done in storage.post_process(found):
        if isinstance(done, Exception):
            raise done
    return {name: (root / storage.stored_name(name)).read_text() for name in names}


# Style sheets


def test_imported_sheets_are_put_in_their_layers(source: Path, collect: Collect) -> None:
    (source / "css" / "all.css").write_text(
        "@layer base, components;\n\n"
        '@import url("base.css") layer(base);\n'
        '@import url("components/button.css") layer(components);\n'
    )
    (source / "css" / "base.css").write_text("p { margin: 0 }\n")
    (source / "css" / "components" / "button.css").write_text(".button { margin: 0 }\n")
    assert collect()["css/all.css"] == (
        "@layer base, components;\n\n"
        "@layer base {\np { margin: 0 }\n}\n"
        "@layer components {\n.button { margin: 0 }\n}\n"
    )


def test_sheet_gets_another_name_when_one_that_it_imports_changes(
    source: Path, tmp_path: Path, collect: Collect
) -> None:
    (source / "css" / "all.css").write_text('@import url("base.css") layer(base);\n')
    for rules in ("p { margin: 0 }\n", "p { margin: 1px }\n"):
        (source / "css" / "base.css").write_text(rules)
        assert rules in collect()["css/all.css"]
    names = [path.name for path in (tmp_path / "root" / "css").glob("all.*.css")]
    assert len(names) == 2
    assert all(re.search(HASHED, name) for name in names)


def test_addresses_in_an_imported_sheet_are_seen_from_the_sheet_around_it(
    source: Path, collect: Collect
) -> None:
    (source / "dot.svg").write_text("<svg/>")
    (source / "css" / "all.css").write_text('@import url("components/x.css") layer(components);\n')
    (source / "css" / "components" / "x.css").write_text(
        'a { mask: url("../../dot.svg") }\n'
        "b { mask: url(../../dot.svg) }\n"
        "c { mask: url(/static/dot.svg) }\n"
        "d { mask: url(data:image/png;base64,AA==) }\n"
        'e { mask: url("#dot") }\n'
    )
    served = collect()["css/all.css"]
    assert len(re.findall(rf'url\("\.\./dot{HASHED}svg"\)', served)) == 2
    assert re.search(rf'url\("/static/dot{HASHED}svg"\)', served)
    assert "url(data:image/png;base64,AA==)" in served
    assert 'url("#dot")' in served


CODE = """
one("https://example.org");  // why
  /* why */
const two = `a  // b
  c ${three(/[/*]  "/g, "// ${d  e}")}`;
"""
KEPT = """one("https://example.org");const two=`a  // b
  c ${three(/[/*]  "/g, "// ${d  e}")}`;"""


def test_script_leaves_behind_what_is_for_its_readers_and_nothing_else(
    source: Path, collect: Collect
) -> None:
    (source / "js" / "all.js").write_text('import "./one.js";\n')
    (source / "js" / "one.js").write_text(CODE)
    assert f"try {{\n{KEPT}\n}}" in collect()["js/all.js"]


def test_template_in_a_template_is_refused(source: Path, collect: Collect) -> None:
    (source / "js" / "all.js").write_text('import "./one.js";\n')
    (source / "js" / "one.js").write_text("one(`a ${two ? `b  // c` : ''}`);\n")
    with pytest.raises(ValueError, match=r"js/one\.js has a template in a template"):
        collect()


@pytest.mark.parametrize(
    "line",
    [
        '@import url("base.css");',
        '@import "base.css" layer(base);',
        '@import url("base.css") layer(base) screen;',
    ],
)
def test_import_of_another_form_is_refused(source: Path, collect: Collect, line: str) -> None:
    (source / "css" / "all.css").write_text(f'@import url("base.css") layer(base);\n{line}\n')
    (source / "css" / "base.css").write_text("p { margin: 0 }\n")
    with pytest.raises(ValueError, match="write @import"):
        collect()


def test_import_in_an_imported_sheet_is_refused(source: Path, collect: Collect) -> None:
    (source / "css" / "all.css").write_text('@import url("one.css") layer(one);\n')
    (source / "css" / "one.css").write_text('@import url("two.css") layer(two);\n')
    (source / "css" / "two.css").write_text("p { margin: 0 }\n")
    with pytest.raises(ValueError, match="import nothing in a sheet that is imported"):
        collect()


def test_import_of_what_does_not_exist_is_refused(source: Path, collect: Collect) -> None:
    (source / "css" / "all.css").write_text('@import url("gone.css") layer(base);\n')
    with pytest.raises(ValueError, match=r"css/all\.css imports gone\.css, which does not exist"):
        collect()


@pytest.mark.parametrize("rules", ["p { margin: 0", "p { margin: 0 }}", "/* p { margin: 0 }"])
def test_sheet_that_would_take_in_the_next_is_refused(
    source: Path, collect: Collect, rules: str
) -> None:
    (source / "css" / "all.css").write_text('@import url("base.css") layer(base);\n')
    (source / "css" / "base.css").write_text(f"{rules}\n")
    with pytest.raises(ValueError, match=r"css/base\.css has a brace or a comment too many"):
        collect()


def test_braces_in_comments_and_strings_do_not_count(source: Path, collect: Collect) -> None:
    (source / "css" / "all.css").write_text('@import url("base.css") layer(base);\n')
    (source / "css" / "base.css").write_text("/* it's a { */\np { content: '}' }\n")
    assert "content: '}'" in collect()["css/all.css"]


# Modules


def test_imported_modules_are_put_in_blocks_in_their_order(source: Path, collect: Collect) -> None:
    (source / "js" / "all.js").write_text('// All.\n\nimport "./one.js";\nimport "../two.js";\n')
    (source / "js" / "one.js").write_text("const name = 1;\n")
    (source / "two.js").write_text("const name = 2;\n")
    assert collect()["js/all.js"] == (
        "// All.\n\n"
        "try {\nconst name=1;\n} catch (error) {\n  reportError(error);\n}\n"
        "try {\nconst name=2;\n} catch (error) {\n  reportError(error);\n}\n"
    )


def test_script_gets_another_name_when_one_that_it_imports_changes(
    source: Path, tmp_path: Path, collect: Collect
) -> None:
    (source / "js" / "all.js").write_text('import "./one.js";\n')
    for code in ("one();\n", "two();\n"):
        (source / "js" / "one.js").write_text(code)
        assert code in collect()["js/all.js"]
    assert len(list((tmp_path / "root" / "js").glob("all.*.js"))) == 2


@pytest.mark.parametrize(
    "line",
    [
        'import "./two.js";',
        'import { two } from "./two.js";',
        'const two = await import("./two.js");',
        "const here = import.meta.url;",
        "export const one = 1;",
        "export default class {}",
    ],
)
def test_module_that_does_not_work_alone_is_refused(
    source: Path, collect: Collect, line: str
) -> None:
    (source / "js" / "all.js").write_text('import "./one.js";\n')
    (source / "js" / "one.js").write_text(f"// important, to export: nothing\n{line}\n")
    with pytest.raises(ValueError, match=r"js/one\.js has .* works alone"):
        collect()


@pytest.mark.parametrize(
    "line", ["import './two.js';", 'import { two } from "./two.js";', "export {};"]
)
def test_script_that_imports_in_another_form_is_refused(
    source: Path, collect: Collect, line: str
) -> None:
    (source / "js" / "all.js").write_text(f'import "./one.js";\n{line}\n')
    (source / "js" / "one.js").write_text("one();\n")
    with pytest.raises(ValueError, match=r'write import "\./file\.js"'):
        collect()


def test_module_that_does_not_exist_is_refused(source: Path, collect: Collect) -> None:
    (source / "js" / "all.js").write_text('import "./gone.js";\n')
    with pytest.raises(ValueError, match=r"js/all\.js imports \./gone\.js, which does not exist"):
        collect()


# Ours


def test_our_style_sheet_is_one_piece_with_every_component(tmp_path: Path) -> None:
    served = collected(STATIC, tmp_path)["css/roomful.css"]
    assert not re.search(r"^\s*@import", served, re.MULTILINE)
    for path in (STATIC / "css" / "components").iterdir():
        first, *_ = re.findall(r"^\S.*\{$", path.read_text(), re.MULTILINE)
        assert first in served, f"roomful.css does not import components/{path.name}"


#: Pages that need one load it themselves.
APART = {
    "gallery.js",
    "elements/copy-text.js",
    "elements/look-preview.js",
    "elements/pass-key.js",
    "elements/zone-suggestion.js",
}


def test_our_script_is_one_piece_with_every_module(tmp_path: Path) -> None:
    served = collected(STATIC, tmp_path)["js/roomful.js"]
    assert not re.search(r"^(import|export)\b", served, re.MULTILINE)
    for path in (STATIC / "js").rglob("*.js"):
        name = str(path.relative_to(STATIC / "js"))
        is_in_it = jsmin(path.read_text()) in served
        assert is_in_it == (name not in APART | {"roomful.js"}), name


#: What is asked with ``:has()`` of elements in which a room's messages are.
ASKED = re.compile(
    r"(?:html|body|main|\.app|\.column|\.room|\.log)(?:\[[^\]]*\]|:not\([^)]*\))*:has\(([^)]*)\)"
)


def test_no_rule_looks_through_all_messages_whenever_one_comes() -> None:
    """With a thousand of them each such look takes milliseconds; one at children takes none."""
    asked = []
    for sheet in (STATIC / "css").rglob("*.css"):
        outer = ""
        for line in sheet.read_text().splitlines():
            if re.match(r"[^\s@}/]", line):
                outer = line.removesuffix(" {")
            for condition in ASKED.findall(line.replace("&", outer)):
                asked += map(str.strip, condition.split(","))
    assert asked
    assert [each for each in asked if not each.startswith(">")] == []
