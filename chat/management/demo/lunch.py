"""Short messages, many emoji, and days on which nobody writes."""

from chat.management.demo.conversations import LAUGH, PAUSE, THANKS, YES, Conversation, Days

_DAYS: Days = {
    1: [
        PAUSE,
        ("noa", "Soup place or market?"),
        ("kenji", "Soup"),
        ("amara", "Market"),
        ("layla", "Soup 🍲"),
        ("ines", "I've brought mine but I'll come and watch"),
        ("noa", "Soup it is. Downstairs in five."),
    ],
    3: [
        PAUSE,
        ("layla", "جوعانة جداً 😩"),
        ("noa", "גם אני"),
        ("kenji", "I understood both of you"),
        ("amara", "Noodles?"),
        ("ines", YES),
        ("noa", YES),
        ("kenji", "Going ahead to get a table"),
    ],
    4: [
        PAUSE,
        ("amara", "Nobody has eaten. I'm ordering for everyone, say no within three minutes"),
        ("kenji", "Not no"),
        ("layla", "The opposite of no"),
        ("ines", "Thank you 🙏 no mushrooms for me"),
        ("amara", "Two with, three without. They say that they are quick today."),
        ("amara", "It's here"),
        ("kenji", "🏃\u200d♂️💨"),
        ("noa", "🏃🏽\u200d♀️🏃\u200d♀️💨"),
        ("layla", "Save me a fork"),
    ],
    5: [
        PAUSE,
        ("kenji", "Today I'm making my grandmother's curry in the kitchen. It's mild. Mostly."),
        ("amara", "Define mostly"),
        ("kenji", "My grandmother called everything mild, including typhoons"),
        ("layla", "I'm in"),
        ("noa", "My train leaves in half an hour and I'm jealous, keep a box for me"),
        PAUSE,
        ("layla", "🥵"),
        ("ines", "🥵🥛"),
        ("amara", "It's delicious and I can't feel my ears"),
        ("kenji", "🌪️"),
    ],
    8: [
        PAUSE,
        (
            "amara",
            "Launch lunch! The big table at the market is ours, I asked nicely and showed "
            "them the heron",
        ),
        ("kenji", "The heron opens doors"),
        ("ines", "It's on me today"),
        ("noa", THANKS),
        ("layla", THANKS),
        ("kenji", "👨\u200d👩\u200d👧\u200d👦🍽️"),
    ],
    10: [
        PAUSE,
        ("layla", "I've got ma'amoul from my aunt, a whole tin. معمول بالتمر والجوز 😍"),
        ("amara", "Is there a queue?"),
        ("layla", "There's a queue"),
        ("kenji", "🧍🧍🏽\u200d♀️🧍🏻\u200d♂️"),
        ("noa", "אני הראשונה!!"),
        ("ines", "Tell your aunt that we'd employ her"),
        ("layla", "She says that you couldn't afford her"),
        ("amara", LAUGH),
        ("noa", "Soup place afterwards, for balance?"),
        ("ines", YES),
    ],
}

LUNCH = Conversation(
    room="Lunch 🍜",
    members=("noa", "amara", "ines", "kenji", "layla"),
    days=_DAYS,
)
