"""Customers and their questions, in a room whose name needs more than one line."""

from chat.management.demo.conversations import (
    DONE,
    LAUGH,
    NICE,
    PAUSE,
    THANKS,
    Conversation,
    Days,
    Edited,
)

_DAYS: Days = {
    1: [
        (
            "amara",
            "Rota for the two weeks: mornings me, afternoons Kenji and Layla in turns, Inês "
            'for everything that starts with "I would like to speak to the owner".',
        ),
        ("ines", "My favourite kind of call"),
        ("kenji", "Afternoon today is me. Is there a script?"),
        (
            "amara",
            "There's one sentence: \"Thank you for telling us, let me look while you are on "
            'the line." The rest is looking.',
        ),
        ("layla", "And if I don't find it?"),
        (
            "amara",
            "\"I don't know yet. I'll write to you today.\" And then you write to them today.",
        ),
        ("layla", THANKS),
    ],
    3: [
        PAUSE,
        (
            "amara",
            "Skerry Lines, the long version. On the call: Torunn (runs the office), Eirik "
            "(skipper, on speaker, engine running) and the new bookkeeper, Maj.\n\n"
            "They have sold paper passes for forty years and know all 600 holders by face. "
            "Their fear isn't the technology, it's that the pier becomes a place where "
            "people stare at phones. I said that a printed card works in just the same way "
            "and that the skipper can search by name. That changed the mood.\n\n"
            "Maj wants one number per month and no spreadsheet. Kenji thinks that we have it "
            "already.\n\n"
            "Eirik asked what happens in fog, with gloves, at night, with two hundred "
            "schoolchildren. I'd like us to try just that, on his boat, before the launch. "
            "He offers coffee.\n\n"
            "Open: who pays when a pass is lost, may it be lent to a tourist, can it be "
            "given as a present? They'd like answers within a week.",
        ),
        (
            "kenji",
            "The number per month exists: Reports → Month → last line. I'll send Maj a picture.",
        ),
        (
            "ines",
            "Lost: we print it again for free, the old number stops working. Tourist: yes, "
            "it's theirs to lend. Present: yes, and I want a ribbon on it.",
        ),
        ("amara", "I'll write it all to Torunn today"),
        ("layla", "A ribbon 🎀 noted"),
        PAUSE,
        ("kenji", 'Is "the boat didn\'t come" a support case?'),
        ("amara", "Who is asking?"),
        ("kenji", "A man on an island"),
        (
            "amara",
            "Then it's a very sad support case. Call the office at Lake Orla, they have a "
            "radio; it's the first number on the list.",
        ),
        ("kenji", "They found the boat"),
        ("amara", NICE),
    ],
    4: [
        PAUSE,
        (
            "amara",
            "About the late mails: please don't answer one by one, I've put them into one "
            "view. Use the text from the Lobby, with the name filled in by hand.",
        ),
        ("layla", "A to K are done"),
        ("kenji", "I'm in the engine room, sorry"),
        ("ines", "L to Z, on it"),
        PAUSE,
        ("amara", "The heron is from Brackwater, by the way. He sends it with best regards."),
        ("layla", "🪶"),
        (
            "ines",
            "L to Z done as well. One person wants her money back, not because of the mail "
            'but "for the general mood". I gave her a coffee voucher.',
        ),
    ],
    5: [
        (
            "amara",
            "The last ones are answered. A typical reply, so that you know for whom you did "
            "this:\n\n"
            '"No trouble at all. I showed my account page on the pier, the boy with the '
            "scanner was very patient, and I got the window. Best wishes, Mrs. Ólafsdóttir, "
            'seat 14."',
        ),
        ("ines", "Seat 14 forever"),
        ("layla", "السيدة Ólafsdóttir ملكة 👑"),
    ],
    6: [
        PAUSE,
        ("amara", "On Eirik's boat since six. Fog ✅ gloves ✅ night ✅ schoolchildren ✅✅✅"),
        (
            "amara",
            'The scanner is faster than the people. He said "hm". I\'m told that this is a lot.',
        ),
        ("kenji", "Did any fail?"),
        (
            "amara",
            'One. A card that had been through the washing machine. It said "Cannot read '
            'this card. Search by name." and he did, and it took four seconds.',
        ),
        ("kenji", "Then none failed"),
        ("ines", "Hm"),
        ("amara", LAUGH),
    ],
    7: [
        (
            "amara",
            "Answers for tomorrow, the five that I expect to need most:\n\n"
            "1. Where is my pass? – Account, then Passes. Not in the mail.\n"
            "2. Can I pay each month? – No, but for a season or half of one.\n"
            "3. My name is written wrong. – Change it yourself, three times a year, no "
            "questions.\n"
            "4. I bought two by accident. – We take one back, also without questions.\n"
            "5. Is the paper pass still valid? – Yes, until the last day printed on it.",
        ),
        ("kenji", "3: why three?"),
        ("amara", "Marriage, divorce, typing error"),
        ("layla", "Realistic"),
        ("ines", THANKS),
    ],
    8: [
        ("amara", "Lines are open ☎️"),
        ("amara", "1"),
        ("amara", "1"),
        ("amara", "5"),
        ("amara", "1"),
        ("kenji", "It took me a moment: those are the numbers of your answers"),
        ("amara", "3 🙂"),
        ("layla", 'I\'ve got a 6: "Can I have it in green?"'),
        ("ines", "That's a compliment, not a question"),
        ("amara", "1 again. I'd like that sentence at the top of the mail. Layla, may I?"),
        ("layla", "Changed already, look at the next one that goes out"),
        ("amara", NICE),
        PAUSE,
        ("kenji", "I have a gentleman here who bought eleven"),
        ("amara", "By accident?"),
        ("kenji", "On purpose. One for each grandchild. He wants to know who gets the ribbon."),
        ("ines", "All of them get the ribbon 😭"),
        ("kenji", "I told him. He's crying, I'm fine, it's dusty in here."),
    ],
    9: [
        (
            "amara",
            "Summary of day one: 94 conversations, 61 of them answer 1. The new mail went "
            "out at noon; after that, 4.",
        ),
        ("ines", "One sentence!"),
        ("layla", "The best design work of my week was moving a sentence"),
        (
            "amara",
            "Open: two refunds (waiting for the bank), one name with a letter that our "
            "printer doesn't have (ő), and the man with eleven, who wants a twelfth.",
        ),
        ("kenji", "The printer's letters are one line of configuration, before lunch"),
        ("kenji", DONE),
        ("amara", "Mr. Szőke says köszönöm"),
    ],
    10: [
        (
            "amara",
            "Rota for the next two weeks? I'd like to swap a morning with somebody who likes "
            "mornings.",
        ),
        ("kenji", "I can do mornings"),
        ("ines", "Since when?"),
        ("kenji", "Since nobody calls me at night any more 🎈"),
        (
            "layla",
            "I keep my afternoons, I've started to like them. People tell me about their gardens.",
        ),
        ("amara", "Support is gardening with a telephone"),
        (
            "ines",
            Edited(
                'I take everything from "owner" upwards, as usual',
                'I take everything from "owner" upwards, as usual, and the first morning so that '
                "Amara can sleep in",
            ),
        ),
        ("amara", "😴💐"),
    ],
}

SUPPORT = Conversation(
    room="Support rota, and whatever people tell us by telephone, by letter or on the pier",
    members=("amara", "ines", "kenji", "layla"),
    days=_DAYS,
)
