"""Keys and buttons that format what one writes."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.pages.room import RoomPage

InRoom = Callable[[Page], RoomPage]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def write(room: RoomPage, marked: str) -> None:
    """Write a text of which what is between two bars is selected; with one bar the caret is there."""
    before, selected, after = parts(marked)
    room.composer.fill(before + selected + after)
    room.composer.evaluate(
        "(text, [from, to]) => text.setSelectionRange(from, to)",
        [len(before), len(before + selected)],
    )


def parts(marked: str) -> tuple[str, str, str]:
    before, _, rest = marked.partition("|")
    selected, bar, after = rest.partition("|")
    return (before, selected, after) if bar else (before, "", rest)


def marked(room: RoomPage) -> str:
    """The text with its selection or its caret between bars."""
    text: str = room.composer.evaluate(
        """text => {
          const { value, selectionStart: from, selectionEnd: to } = text;
          const selected = from === to ? "|" : `|${value.slice(from, to)}|`;
          return value.slice(0, from) + selected + value.slice(to);
        }"""
    )
    return text


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("toolbar", name="Formatting").get_by_role("button", name=name)


BOLD, ITALIC, LINK, CODE = "Control+b", "Control+i", "Control+k", "Control+Shift+C"


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        (BOLD, "a |word| here", "a **|word|** here"),
        (BOLD, "a| word |here", "a **|word|** here"),
        (BOLD, "say |", "say **|**"),
        (ITALIC, "a |word| here", "a *|word|* here"),
        (ITALIC, "**|word|**", "***|word|***"),
        (CODE, "a |word| here", "a `|word|` here"),
        (CODE, "|one\ntwo|", "```\n|one\ntwo|\n```"),
        (CODE, "so:\no|ne\nt|wo\nthree", "so:\n```\n|one\ntwo|\n```\nthree"),
        (CODE, "|a\n```\nb|", "````\n|a\n```\nb|\n````"),
        (LINK, "see |the plans| now", "see [the plans](|) now"),
        (LINK, "|https://example.org/a_(b)|", "[|](https://example.org/a_(b))"),
    ],
)
def test_key_formats_and_the_browser_undoes_it(
    alice: Page, in_room: InRoom, key: str, before: str, after: str
) -> None:
    room = in_room(alice)
    write(room, before)
    alice.keyboard.press(key)
    assert marked(room) == after
    alice.keyboard.press("Control+z")
    expect(room.composer).to_have_value(before.replace("|", ""))


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        (BOLD, "a **|word|** here", "a |word| here"),
        (BOLD, "a |**word**| here", "a |word| here"),
        (BOLD, "***|word|***", "*|word|*"),
        (BOLD, "say **|**", "say |"),
        (BOLD, "say **this|** now", "say **this**| now"),
        (ITALIC, "a *|word|* here", "a |word| here"),
        (ITALIC, "***|word|***", "**|word|**"),
        (CODE, "a `|word|` here", "a |word| here"),
        (CODE, "```\n|one\ntwo|\n```", "|one\ntwo|"),
        (CODE, "|```\none\ntwo\n```|", "|one\ntwo|"),
        (LINK, "see [|the plans|](https://example.org) now", "see |the plans| now"),
        (LINK, "see |[the plans](https://example.org)| now", "see |the plans| now"),
    ],
)
def test_the_same_key_takes_it_away(
    alice: Page, in_room: InRoom, key: str, before: str, after: str
) -> None:
    room = in_room(alice)
    write(room, before)
    alice.keyboard.press(key)
    assert marked(room) == after


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("Quote", "|one\ntwo|\nthree", "|> one\n> two|\nthree"),
        ("Quote", "|> one\n> two|", "|one\ntwo|"),
        ("Quote", "on|e", "> on|e"),
        ("List", "milk\n|bread\neggs|", "milk\n|- bread\n- eggs|"),
        ("List", "- mil|k", "mil|k"),
        ("List", "|", "- |"),
        ("Link", "see |", "see [|]()"),
        ("Bold", "a |word|", "a **|word|**"),
        ("Italic", "a |word|", "a *|word|*"),
        ("Code", "a |word|", "a `|word|`"),
    ],
)
def test_button_formats_and_the_text_keeps_the_focus(
    alice: Page, in_room: InRoom, name: str, before: str, after: str
) -> None:
    room = in_room(alice)
    write(room, before)
    button(alice, name).click()
    assert marked(room) == after
    expect(room.composer).to_be_focused()


def test_without_a_selection_ctrl_k_jumps(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    write(room, "words|")
    alice.keyboard.press(LINK)
    expect(alice.get_by_role("combobox", name="Room or person")).to_be_focused()
    expect(room.composer).to_have_value("words")


def test_link_is_made_and_sent_by_keys_alone(alice: Page, bob: Page, in_room: InRoom) -> None:
    room, theirs = in_room(alice), in_room(bob)
    room.composer.press_sequentially("plans")
    alice.keyboard.press("Control+a")
    alice.keyboard.press(LINK)
    expect(alice.get_by_role("dialog", name="Jump")).to_be_hidden()
    alice.keyboard.type("https://example.org/plans")
    alice.keyboard.press("Enter")
    expect(theirs.messages.filter(has_text="plans")).to_be_visible()


def test_enter_breaks_the_line_within_a_block_of_code(
    alice: Page, bob: Page, in_room: InRoom
) -> None:
    room, theirs = in_room(alice), in_room(bob)
    room.composer.press_sequentially("```python")
    alice.keyboard.press("Enter")
    alice.keyboard.type("print(1)")
    alice.keyboard.press("Enter")
    expect(room.composer).to_have_value("```python\nprint(1)\n")
    alice.keyboard.type("```")
    alice.keyboard.press("Enter")
    expect(room.composer).to_have_value("")
    expect(theirs.messages.filter(has_text="print(1)")).to_be_visible()


def test_ctrl_enter_sends_from_within_a_block_of_code(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.composer.fill("```\nprint(2)")
    alice.keyboard.press("Control+Enter")
    expect(room.messages.filter(has_text="print(2)")).to_be_visible()


def test_code_within_a_line_does_not_keep_enter(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.write("```this is one line```")
    expect(room.messages.filter(has_text="this is one line")).to_be_visible()


def test_toolbar_is_one_stop_and_arrows_move_in_it(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    write(room, "a |word|")
    room.composer.press("Tab")
    expect(button(alice, "Bold")).to_be_focused()
    alice.keyboard.press("ArrowRight")
    expect(button(alice, "Italic")).to_be_focused()
    alice.keyboard.press("ArrowLeft")
    alice.keyboard.press("ArrowLeft")
    expect(button(alice, "List")).to_be_focused()
    alice.keyboard.press("Home")
    alice.keyboard.press("ArrowRight")
    alice.keyboard.press("Enter")
    assert marked(room) == "a *|word|*"
    room.composer.press("Tab")
    expect(button(alice, "Italic")).to_be_focused()
    alice.keyboard.press("Tab")
    expect(button(alice, "List")).not_to_be_focused()
    expect(alice.get_by_role("toolbar", name="Formatting").locator(":focus")).to_have_count(0)


def test_phone_folds_the_buttons_and_all_are_large_enough(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom
) -> None:
    page = open_browser(storage_state=states["bob"], **PHONE)
    room = in_room(page)
    expect(button(page, "Bold")).to_be_hidden()
    fold = page.get_by_role("button", name="Formatting")
    fold.tap()
    expect(button(page, "Bold")).to_be_visible()
    tops = set()
    for each in [
        fold,
        button(page, "Bold"),
        page.get_by_role("button", name="Preview"),
        room.send_button,
    ]:
        place = each.bounding_box()
        assert place
        assert min(place["width"], place["height"]) >= 44
        tops.add(round(place["y"] + place["height"] / 2))
    assert len(tops) == 1  # one row
    expect(room.send_button).to_be_in_viewport(ratio=1)
    write(room, "a |word|")
    button(page, "Bold").tap()
    assert marked(room) == "a **|word|**"
    fold.tap()
    expect(button(page, "Bold")).to_be_hidden()


def test_send_stays_above_a_keyboard_that_covers_the_page(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom
) -> None:
    """As Safari does it: the page is as tall as before, and less of it is seen."""
    page = open_browser(storage_state=states["bob"], **PHONE)
    room = in_room(page)
    page.evaluate(
        """() => {
          Object.defineProperty(visualViewport, "height", { value: 500, configurable: true });
          visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )
    place = room.send_button.bounding_box()
    assert place
    assert place["y"] + place["height"] <= 500


def test_without_a_script_there_are_no_buttons_that_do_nothing(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom
) -> None:
    page = open_browser(java_script_enabled=False, storage_state=states["alice"])
    in_room(page)
    expect(page.get_by_role("button", name="Bold")).to_be_hidden()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
