"""The last gate: whatever came before, nothing but this gets through."""

import nh3

from chat.markup.code import CLASSES

#: Addresses that a link may lead to.
SCHEMES = {"http", "https", "mailto"}

_PLAIN = "p br hr strong em s h3 blockquote ul ol li code pre table thead tbody tr th td"
_SIDES = {"left", "center", "right"}

_cleaner = nh3.Cleaner(
    tags={*_PLAIN.split(), "a", "span", "div", "input"},
    clean_content_tags={"script", "style"},
    attributes={
        "a": {"href"},
        "ol": {"start"},
        "span": {"data-person", "data-room"},
        "div": {"data-code"},
    },
    tag_attribute_values={
        "a": {"target": {"_blank"}},
        "div": {"tabindex": {"0"}, "role": {"region"}, "aria-label": {"Table"}},
        "input": {
            "type": {"checkbox"},
            "disabled": {""},
            "checked": {""},
            "aria-label": {"Done", "To do"},
        },
    },
    allowed_classes={
        "div": {"table"},
        "h3": {"level-1", "level-2"},
        "li": {"task"},
        "p": {"only-emoji"},
        "span": set(CLASSES.values()),
        **dict.fromkeys(("th", "td"), _SIDES),
    },
    set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
    link_rel="noopener noreferrer nofollow",
    url_schemes=SCHEMES,
    url_relative="deny",
)


def cleaned(html: str) -> str:
    return _cleaner.clean(html)
