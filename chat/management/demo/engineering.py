"""Code, logs and numbers: what tests a message's body most."""

from chat.management.demo.conversations import (
    DONE,
    LAUGH,
    NICE,
    ON_IT,
    PAUSE,
    THANKS,
    YES,
    Conversation,
    Days,
    Erased,
    Marked,
)
from chat.management.demo.incident import REPORT

# One word of 300 characters: nothing in it tells a browser where to break the line.
QR_CODE = (
    "GW1.ZRUyuNP-nAq4Y0lnRGJpInCg3aOpZ3sTIFRgoNtoqp0p-hl3gudXUS-6QQTM6cvN5mThsp5"
    "1UskDNUrxuUqlv1rAWQdf7aSRV9IwFmgJZuazqc9GHTWYS1GiW5HxLP7roDM9VYpdxhoZR8lrKP"
    "4ZtAyfKwKVt_lijJEh0Cysc_5yNsXXaSOO8uZTTQZkU9C7gQlihZ-ETFsY5soazu0jtQLV2WSDU"
    "q6A1nYW-Zv4oj9523iceSc5iCnzMtJ-SZc1zCPYl2sr8NrawbVtAdyxRNXf6NhLIB80Rr92AnTq"
)

_DAYS: Days = {
    1: [
        (
            "hasina",
            "The wrong name on the scanner, reproduced. A company has no last name, so we "
            "show the first word of it:\n\n"
            "```\n"
            '>>> pass_holder("Orla Fish and Ice")\n'
            "'Orla'\n"
            '>>> pass_holder("The Skerry School")\n'
            "'The'\n"
            "```",
        ),
        ("kenji", "Welcome aboard, The"),
        ("noa", LAUGH),
        (
            "hasina",
            "Proposal:\n\n"
            "```python\n"
            "def shown_name(holder: Holder) -> str:\n"
            '    """What the skipper reads aloud: a person\'s first name, a company\'s '
            'whole one."""\n'
            "    if holder.is_company:\n"
            "        return holder.name\n"
            "    return holder.first_name or holder.name\n"
            "```",
        ),
        ("kenji", "`holder.first_name or holder.name` is empty when both are. Can that be?"),
        ("hasina", "There is a constraint since spring, one of the two is always there"),
        ("kenji", YES),
        ("hasina", DONE),
    ],
    2: [
        (
            "noa",
            "Question about the offline check. A pass is signed, the scanner has our public "
            "key, fine. But how does it learn that a pass was cancelled when it has no "
            "signal for a day?",
        ),
        (
            "kenji",
            "A list of cancelled numbers, fetched at the pier. Fourteen days of them at "
            "most, after that a pass can't be cancelled anyway.",
        ),
        ("hasina", "How big?"),
        ("kenji", ON_IT),
        (
            "kenji",
            "Worst season: 212 cancelled in any fourteen days. Eight bytes each, so less "
            "than our logo.",
        ),
        ("noa", "Then we send it with every timetable and never talk about it again"),
        ("hasina", "🚀"),
        PAUSE,
        (
            "hasina",
            "For the record, what the QR code carries at the moment. This is one whole pass:",
        ),
        ("hasina", QR_CODE),
        ("noa", "My screen reader just sighed"),
        ("kenji", "What is in there twice?"),
        (
            "hasina",
            "The name, the route and my lack of discipline. It will be half as long tomorrow.",
        ),
    ],
    3: [
        (
            "noa",
            "For review: https://example.com/gangway/changes/1184\n"
            "Small, but it touches what people pay, so two pairs of eyes please",
        ),
        ("hasina", ON_IT),
        (
            "hasina",
            "Two remarks. In `price_of` the discount comes before rounding and in "
            "`refund_of` after it, so somebody gets a cent back that they never paid.",
        ),
        ("noa", "Free money! No, you're right. The same function for both, then."),
        (
            "hasina",
            "And the query is right, but here is how it runs:\n\n"
            "```\n"
            "Sort  (cost=8123.44..8125.10 rows=664)\n"
            "  Sort Key: valid_until DESC\n"
            "  ->  Seq Scan on pass  (cost=0.00..8092.31 rows=664)\n"
            "        Filter: (line_id = 3 AND cancelled_at IS NULL)\n"
            "```\n\n"
            "It reads the whole table for 664 rows. A partial index would do:\n\n"
            "```sql\n"
            "CREATE INDEX CONCURRENTLY pass_open_by_line\n"
            "    ON pass (line_id, valid_until DESC)\n"
            " WHERE cancelled_at IS NULL;\n"
            "```",
        ),
        ("noa", "From 90 ms to 2 on a copy of production 😮"),
        ("kenji", "I love it when somebody else writes the index"),
        ("noa", DONE),
    ],
    4: [
        (
            "kenji",
            "Something is wrong with mail. The queue had 12 jobs at six and has 2,900 now, "
            "and the workers say that they are fine.",
        ),
        ("hasina", "Looking. I'm on holiday, so this is a hobby."),
        ("ines", "You don't have to!"),
        ("hasina", "I know 🙂 Can I have the log of worker 2?"),
        (
            "kenji",
            "```\n"
            "06:41:07 worker-2  INFO  took send_confirmation 88120\n"
            "06:41:07 worker-2  INFO  connect smtp.example.org:587\n"
            "06:41:37 worker-2  INFO  connect smtp.example.org:587\n"
            "06:42:07 worker-2  INFO  connect smtp.example.org:587\n"
            "06:42:37 worker-2  INFO  connect smtp.example.org:587\n"
            "```",
        ),
        (
            "hasina",
            "Every thirty seconds, forever. It never gives up, so it never takes the next "
            "job. All four of them?",
        ),
        ("kenji", "All four"),
        ("hasina", "Then one dead mail server holds up everything. Is there a second address?"),
        (
            "noa",
            'Their status page says "degraded", which is status page for "on fire": '
            "https://example.org/status",
        ),
        ("kenji", "The second address answers. Switching."),
        ("kenji", "2,871"),
        ("kenji", "2,640"),
        ("kenji", "1,902"),
        ("noa", "📉❤️"),
        PAUSE,
        ("kenji", "0"),
        ("hasina", "🎣"),
        ("noa", "Is a fishing rod the emoji for relief now?"),
        ("hasina", 'It is the emoji for "I\'m going fishing"'),
        ("ines", THANKS),
        ("kenji", Erased("Whoever wrote that retry loop owes me a breakfast")),
        ("kenji", "I checked who wrote the retry loop. It was me. I owe myself a breakfast."),
    ],
    5: [
        ("kenji", REPORT),
        ("ines", "Thank you for writing this down so calmly"),
        ("noa", "The part about the alarm that everybody had muted 😬 guilty"),
        ("hasina", "We were all guilty, that's why it is in there without names"),
        ("noa", "I take the second action, the timeout"),
        ("kenji", "The first is mine, the third is Hasina's, the fourth we do together"),
        ("hasina", YES),
        (
            "noa",
            "The timeout, for review before I get on the train:\n\n"
            "```python\n"
            "class Mailer:\n"
            "    def __init__(self, hosts: Sequence[str], patience: float = 10.0) -> None:\n"
            "        self.hosts = hosts\n"
            "        self.patience = patience  # seconds, for all hosts together\n\n"
            "    def send(self, letter: Letter) -> None:\n"
            "        deadline = monotonic() + self.patience\n"
            "        for host in self.hosts:\n"
            "            with suppress(OSError):\n"
            "                return self._send(host, letter, until=deadline)\n"
            "        raise TryLater(letter.pk)\n"
            "```",
        ),
        ("kenji", "I like `TryLater`. What puts it back?"),
        (
            "noa",
            "The queue itself: it catches that one error and comes back after 1, 5 and 25 minutes",
        ),
        (
            "hasina",
            "One thing: `suppress` hides which host failed. A line in the log would have "
            "saved us an hour yesterday.",
        ),
        ("noa", "Right, added"),
        ("kenji", NICE),
    ],
    6: [
        PAUSE,
        (
            "kenji",
            "Numbers from the rehearsal on staging, with last summer's busiest day, "
            "doubled:\n\n"
            "    page                before      now\n"
            "    /passes/            410 ms    66 ms\n"
            "    /passes/buy/        380 ms    91 ms\n"
            "    /scan/ (online)     120 ms    38 ms\n"
            "    /scan/ (offline)      6 ms     6 ms\n\n"
            "The last one is my favourite: it doesn't care about us at all.",
        ),
        (
            "noa",
            "Saw it on my phone in the audience and people around me clapped. For the "
            "speaker, but I took it personally.",
        ),
        ("ines", "Is there anything left that makes you nervous?"),
        ("kenji", "Renewals on the 29th of February"),
        ("hasina", "That's in the tests"),
        ("kenji", "Then no"),
        (
            "hasina",
            "The clocks of old scanners. Three of them at Brackwater live in the past, one "
            "by four years.",
        ),
        ("noa", 'Could it show the difference? "This scanner is four years slow"'),
        (
            "hasina",
            "It can, and it says which button to press. They had a phone call about it as well.",
        ),
    ],
    7: [
        ("kenji", "Trying the switch. Off → on → off. Staging only, don't get excited."),
        ("noa", "I got excited"),
        (
            "kenji",
            "And again, with forty people buying at the same time (all of them me):\n\n"
            "```\n"
            "$ bin/rehearse --people 40 --minutes 5\n"
            "bought 1961   refused 0   slowest 340 ms\n"
            "switched off after 2:30   half-finished purchases 0\n"
            "```",
        ),
        ("hasina", "Zero half-finished is the line that I wanted to see"),
        ("kenji", "Me too. From now on only what is on fire gets merged."),
        ("noa", 'And the eleven "invalid"s?'),
        ("kenji", "Those are words. Words are fine."),
        (
            "noa",
            "```diff\n"
            "-Invalid date.\n"
            "+We need a day, such as 3 May.\n"
            "-Invalid pass number.\n"
            "+That is not one of our numbers. They start with GW and are on the back.\n"
            "```",
        ),
        ("ines", "So much better"),
        ("hasina", "Merged before anybody could call it a feature"),
    ],
    8: [
        ("kenji", "Flipping it now. Three, two"),
        ("kenji", "one"),
        ("kenji", "It's on"),
        ("hasina", "First purchase went through, 71 ms. Second, third …"),
        (
            "noa",
            "No errors. One warning: somebody's browser is fifteen years old and doing its best 👵",
        ),
        ("kenji", "Hello, browser, you're welcome here"),
        ("hasina", 'Queue 0, database asleep, alarms: one, and it says "test"'),
        ("ines", "I'm watching the counter through my fingers"),
        PAUSE,
        (
            "noa",
            "Small one, not urgent: when the holder's name is in Arabic the full stop jumps "
            'to the other side. `dir="auto"` on the name line of the card fixes it. Example: '
            "بطاقة سارة خليل.",
        ),
        ("hasina", "And when both are mixed?"),
        (
            "noa",
            '"Sara سارة, pier 4" is fine, I tried. "رصيف 4, Sara" puts the comma where '
            "nobody wants it.",
        ),
        ("kenji", "After the launch, then"),
        ("noa", YES),
    ],
    10: [
        PAUSE,
        PAUSE,
        (
            "kenji",
            "What annoys you most? I'll begin: the build takes six minutes, and four of them "
            "are downloads of things that we had yesterday.",
        ),
        (
            "hasina",
            "Alarms. I have a list of those that rang this year and a list of those that "
            "were right. The second one is short.",
        ),
        (
            "hasina",
            Marked(
                "| alarm | rang | was right |\n"
                "|---|--:|--:|\n"
                "| the queue is long | 41 | 2 |\n"
                "| no purchase for ten minutes | 38 | 1 |\n"
                "| the disk is full | 9 | 9 |",
                {"👀": ("kenji", "noa"), "😱": ("ines",)},
            ),
        ),
        (
            "noa",
            "That I can't see a mail as a customer gets it without buying a ticket to "
            "Skerry. I own eleven tickets to Skerry.",
        ),
        ("ines", "Are they still valid?"),
        ("noa", "Two of them"),
        ("ines", "Then we have an excursion to plan ⛴️"),
        (
            "kenji",
            "https://example.org/gangway/wiki/How_we_release_(and_why)?version=12#in-rain "
            "is up to date again, please read it with unfriendly eyes",
        ),
        ("hasina", "A typo in the second paragraph, otherwise friendly eyes"),
        ("kenji", DONE),
        ("noa", NICE),
    ],
}

ENGINEERING = Conversation(
    room="Engineering",
    members=("kenji", "hasina", "ines", "noa"),
    days=_DAYS,
)
