"""The card that everybody will hold: drafts, decisions and words, in three scripts."""

from chat.management.demo.conversations import (
    DONE,
    NICE,
    PAUSE,
    THANKS,
    YES,
    Answer,
    Conversation,
    Days,
    Edited,
    Erased,
    Marked,
    Pinned,
)

_DAYS: Days = {
    1: [
        (
            "layla",
            "First sketches of the pass card are on the wall, photos here: "
            "https://example.com/design/pass-card/first-sketches",
        ),
        ("noa", "Three directions or two and a half?"),
        ("layla", "Two and a half. The third one is a joke that got out of hand."),
        ("ines", "I like the joke best 🙈 (the one with the tide table on the back?)"),
        ("layla", "… of course you do"),
        ("noa", "The tide table is useful, though! On Skerry people plan their lives by it."),
        ("layla", "Then it's a direction. Let me draw it properly for the review."),
        ("ines", THANKS),
    ],
    2: [
        (
            "layla",
            "For the review, what I'd like to hear: does the card say within a second *who* "
            "may travel, *where*, and *until when*? What I wouldn't like to hear yet: "
            "colours.",
        ),
        ("noa", "Blue"),
        ("layla", "I said not yet 😤"),
        ("noa", "I said it with love"),
        PAUSE,
        PAUSE,
        (
            "layla",
            Pinned(
                "What we decided at the wall:\n\n"
                "1. The name is the biggest thing on the card. It used to be our logo, and "
                "nobody on a pier has ever asked to see our logo.\n"
                "2. The date is written out (3 May), not 03/05: half of our customers read that "
                "as March and the other half as May.\n"
                "3. One line for the route. If it doesn't fit, the card gets longer; the letters "
                "don't get smaller.\n"
                "4. The tide table goes on the back. The joke has won.",
                by="ines",
            ),
        ),
        (
            "noa",
            "I've tried the card with Hasina's full name. It takes three lines on a small "
            "phone and it looks good, honestly, like a title page.",
        ),
        ("ines", '"A card that respects long names": I want that in the announcement'),
        (
            "layla",
            "And right to left? I'd rather mirror the layout myself than trust the browser with it",
        ),
        (
            "noa",
            "Trust it a little. Name and date turn round by themselves, only the perforation "
            "has to move.",
        ),
        ("layla", "اتفقنا ✂️"),
    ],
    3: [
        PAUSE,
        ("ines", 'From the call: nobody wants to read "subscription". Ideas?'),
        ("noa", "Pass, card, ticket for the year …"),
        ("layla", '"Season pass". The islands have seasons, they don\'t have subscriptions.'),
        ("ines", "Sold"),
        (
            "noa",
            'Then every button that says "Subscribe" says "Buy a season pass", and '
            '"Unsubscribe" says …',
        ),
        ("layla", '"Give it back"'),
        ("noa", "🥹"),
        ("ines", NICE),
        PAUSE,
        (
            "layla",
            "Kenji needs a place for one more number on the scanner: passes on board. Under "
            "the tickets, same size, with a small card beside it?",
        ),
        ("noa", "With a picture *and* the word, please. In the rain a picture is a grey smudge."),
        ("layla", 'Word first, then: "Passes 14"'),
        (
            "noa",
            "And in the dark the grey has to be lighter, it has a contrast of 3.9 and we "
            "promised 4.5",
        ),
        (
            "layla",
            Edited(
                "Lighter grey: `#5b6672`",
                "Lighter grey: `#a9b4c0` (the one that I posted first was for the light theme)",
            ),
        ),
    ],
    4: [
        PAUSE,
        PAUSE,
        (
            "layla",
            "Quiet in here today, everyone is looking at mails. I'm redrawing the empty "
            "states:\n\n"
            '• No passes yet → "Nothing here yet. Passes that you buy or get from somebody '
            'appear here."\n'
            '• No signal → "No signal. Scanning goes on; the list is from 7:40."\n'
            '• No crossings → "No boat today. The next one is tomorrow at 6:15."',
        ),
        ("ines", "The second one made me breathe out"),
        ("noa", '"No boat today" is a novel in three words'),
        ("layla", "📖"),
    ],
    5: [
        PAUSE,
        (
            "noa",
            "I've been through the purchase pages with a keyboard only. Works: everything up "
            "to the payment. Doesn't: after choosing a boat the focus jumps back to the top, "
            "so with a screen reader you choose the boat again and again, like a very sad "
            "ferryman.",
        ),
        ("layla", "Oh no. Where should it go?"),
        ("noa", "To the heading of the next step"),
        ("layla", "Do it, and let's write it down as a rule"),
        ("noa", DONE),
        ("ines", "Is there a list that I can follow without knowing any of this?"),
        (
            "noa",
            "Yes, mine has eleven lines: "
            "https://example.org/checklists/before-we-show-it-to-anyone",
        ),
        ("ines", "Tried it on our own home page. We have some work 😅"),
    ],
    7: [
        (
            "layla",
            "First paragraph of the help page. Please read it aloud, it has to work over the "
            "telephone.\n\n"
            '"A season pass is for one person and one route. It is valid on every boat of '
            "that route, from the first day that is printed on it to the last. You can lend "
            "it to somebody: open it, choose Lend, and give them the number that appears. "
            "While it is lent, you cannot travel with it yourself, and you can take it back "
            'at any time before they are on board."\n\n'
            "The Arabic and Hebrew versions keep the order of the sentences, so that support "
            "can follow along in English.",
        ),
        ("ines", "I read it to my mother. She asks what happens once they are on board."),
        ("layla", "Then she has to swim"),
        ("ines", "She'd like that in writing"),
        (
            "layla",
            Edited(
                '"Once they are on board, the pass is theirs until they get off."',
                '"Once they are on board, the pass is theirs until the boat arrives."',
            ),
        ),
        ("noa", NICE),
        ("noa", 'בעברית זה אפילו קצר יותר: "עלו לסיפון? הכרטיס שלהם עד ההגעה."'),
        ("layla", 'وبالعربية: "بعد الصعود تبقى البطاقة معهم حتى الوصول." 👌'),
    ],
    8: [
        PAUSE,
        (
            "layla",
            "The first photo of a real card in a real hand! "
            "https://example.org/photos/first-pass-on-the-pier.jpg",
        ),
        ("noa", "The name fits 🥹🥹"),
        ("ines", "And the thumb is exactly where you said that thumbs would be"),
        ("layla", "I've waited my whole life to be right about a thumb 👍🏽"),
    ],
    9: [
        (
            "noa",
            "Three people wrote that the Lend button looks like a headline. They're right, "
            "it's the only button without a border.",
        ),
        ("layla", Erased("It's a stylistic decision")),
        ("layla", "OK, border. I held it against the other buttons and I have no defence."),
        ("noa", "🕊️"),
        ("ines", "The tide table got more praise than everything else together, by the way"),
        ("layla", "The joke 😌"),
    ],
    10: [
        PAUSE,
        (
            "layla",
            Pinned(
                "For the quiet week: I'd like to throw away a third of our greys. There are "
                "seventeen. Nobody can tell nine of them apart, me included.",
                by="noa",
            ),
        ),
        (
            "noa",
            "I've made a page on which they all stand side by side, and I started to see things",
        ),
        ("layla", "Like what?"),
        ("noa", Marked("A heron", {"😂": ("layla", "ines"), "👀": ("ines",)})),
        ("ines", "Keep the heron"),
        ("layla", "🩶🤍🖤"),
        (
            "noa",
            'One more thing: could we name them by what they do? "border", "hint", '
            '"disabled", rather than "grey-650-b"',
        ),
        (
            "ines",
            Answer("Seventeen? I have just counted eleven on our front page alone", back=7),
        ),
        ("layla", "Yes, yes and yes. With scissors and paper, after lunch?"),
        ("noa", YES),
    ],
}

DESIGN = Conversation(
    room="Design",
    members=("layla", "ines", "noa"),
    days=_DAYS,
)
