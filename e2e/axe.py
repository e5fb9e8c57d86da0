"""What axe-core finds wrong with a page for people who use assistive technology."""

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

IS_LOADED = "() => 'axe' in window"

#: Every rule of axe, those that are off by default too (experimental ones, the size of targets), but for the level
#: AAA, and for what axe itself has given up. What people write has the contrast of AAA: 7.
RUN = """
async () => {
  const off = new Set(["wcag2aaa", "wcag21aaa", "wcag22aaa", "deprecated"]);
  const rules = {};
  for (const { ruleId, tags } of axe.getRules()) {
    rules[ruleId] = { enabled: !tags.some((tag) => off.has(tag)) };
  }
  const { violations } = await axe.run(document, { rules, resultTypes: ["violations"] });
  const said = [...document.querySelectorAll(".message:not(.message--deleted) .message__body")];
  if (!said.length) return violations;
  const runOnly = ["color-contrast-enhanced"];
  const strict = await axe.run({ include: said }, { runOnly, resultTypes: ["violations"] });
  return [...violations, ...strict.violations];
}
"""


@cache
def source() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def findings(page: Page) -> list[str]:
    """A paragraph for each rule that the page breaks, with the elements that break it."""
    # By evaluation: a script element would be one more thing that the Content-Security-Policy refuses.
    if not page.evaluate(IS_LOADED):
        page.evaluate(source())
    return [described(violation) for violation in page.evaluate(RUN)]


def described(violation: dict[str, Any]) -> str:
    lines = [f"{violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        where = " ".join(map(str, node["target"]))
        reason = (node["any"] or node["all"] or node["none"] or [{"message": ""}])[0]["message"]
        lines.append(f"    {where}: {reason}".rstrip(": "))
    return "\n".join(lines)
