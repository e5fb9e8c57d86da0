"""Where everybody is: greetings, news and what the whole team has to know."""

from chat.management.demo.conversations import (
    DONE,
    LAUGH,
    PAUSE,
    THANKS,
    Conversation,
    Days,
    Edited,
    Erased,
    Marked,
)

_DAYS: Days = {
    1: [
        (
            "ines",
            "Good morning, everyone ☀️ Two weeks until season passes go live. I wrote down "
            "where we stand:",
        ),
        (
            "ines",
            "Where we are: buying a pass works from start to finish on staging, renewing "
            "does not yet, and the scanner app accepts a pass but shows the wrong name for "
            "companies.\n\n"
            "What has to be true before we open it to everybody: a pass can be bought, given "
            "to somebody else, and cancelled within fourteen days. A skipper without signal "
            "can still tell a good pass from a bad one. Skerry Lines has tried it for two "
            "days and nobody on the pier has called us names.\n\n"
            "What can wait: the wallet card, the yearly invoice, the statistics page. If "
            "somebody asks for one of these, please send them to me instead of being nice.",
        ),
        ("kenji", '"Instead of being nice" – I will print this and hang it over my desk'),
        ("amara", "Finally a job description that I can live up to"),
        ("layla", "صباح الخير للجميع 🌿"),
        ("noa", "בוקר טוב! The train was on time today, I'm suspicious."),
        (
            "hasina",
            "Good morning from a very wet Antananarivo. The power went twice already, so if "
            "I vanish in the middle of a sentence, that is",
        ),
        ("hasina", "why"),
        ("amara", LAUGH),
    ],
    2: [
        (
            "ines",
            "Who can take the call with Skerry Lines tomorrow? They want to walk through "
            "passes before their board meets.",
        ),
        (
            "amara",
            "I'll take it, I know Torunn's dogs by name. Somebody who can answer technical "
            "questions should sit in, though.",
        ),
        ("kenji", 'Me. I promise not to say "it depends".'),
        ("amara", "It depends"),
        ("kenji", "🙃"),
        ("ines", THANKS),
        PAUSE,
        (
            "layla",
            "Design review of the pass card is after lunch, in the room with the bad chair. "
            "Everybody is welcome to look, only Design is allowed to argue 😇",
        ),
        ("hasina", "Can I look from here?"),
        (
            "layla",
            "Of course, I'll point the camera at the wall and describe the colours dramatically",
        ),
        ("hasina", 'Looking forward to "a blue of great sadness"'),
        (
            "noa",
            Edited(
                "We have a new record: 41 crossings sold in one minute for Lake Orla",
                "We have a new record: 412 crossings sold in one minute for Lake Orla (I dropped "
                "a digit in my excitement)",
            ),
        ),
        ("amara", "🎉🎉🎉"),
        ("ines", "What happened there?"),
        ("noa", "A regatta, and sunshine. Mostly sunshine."),
    ],
    3: [
        PAUSE,
        (
            "amara",
            "The call with Skerry Lines, short version:\n\n"
            "- they like that a pass can be lent to a neighbour\n"
            '- they do not like the word "subscription", islanders cancel those on '
            "principle\n"
            "- children's passes must work without an e-mail address\n"
            "- the ticket printer on the Solveig prints everything twice (not us, I asked)\n"
            "- Torunn would like a button that makes the wind stop\n\n"
            "The long version goes into the support room.",
        ),
        ("ines", "That went much better than last time. Thank you both!"),
        ("kenji", 'I said "it depends" once. Amara kicked me.'),
        ("amara", "I nudged you. With my foot."),
        ("noa", "The wind button is possible, but not before the launch"),
        ("layla", "Make it round and a bit too small, like a real control on a ship"),
    ],
    4: [
        (
            "kenji",
            "Heads up: confirmation mails are late since about seven this morning. Tickets "
            "themselves are fine, people just don't get the mail. We're on it in Engineering.",
        ),
        (
            "amara",
            "I have nine questions about it already, answering them all with the same kind "
            "sentence",
        ),
        ("ines", "Do we need to tell the ferry lines?"),
        (
            "amara",
            "I'd say yes, before they tell us. Draft:\n\n"
            '"Some confirmation mails arrive late this morning. All tickets are valid and '
            "can be shown from the account page. We will write again as soon as everything "
            'is back to normal."',
        ),
        ("ines", "Good as it is, send it"),
        ("amara", DONE),
        PAUSE,
        (
            "kenji",
            "Mails are flowing again, the backlog will be gone in twenty minutes. Report "
            "tomorrow, when I have slept.",
        ),
        ("noa", "🙇"),
        ("layla", "Drink water, all of you"),
        (
            "amara",
            "43 customers wrote in: 41 were friendly, one was in capitals and one sent a "
            "photo of a heron",
        ),
        ("ines", "Show us the heron"),
        ("amara", "https://example.org/photos/heron-on-a-ticket-machine.jpg"),
        ("hasina", "That heron has paid"),
        ("noa", LAUGH),
    ],
    5: [
        PAUSE,
        (
            "ines",
            "Thank you for yesterday. Kenji and Hasina have put the whole story into the "
            "engineering room; it's long and worth reading, also if you don't write code. "
            "Amara and Layla: I'll pass it on.",
        ),
        (
            "layla",
            "I read it over Noa's shoulder. I understood more than I expected and I'm a "
            "little proud.",
        ),
        ("kenji", "Then it is well written 😌"),
    ],
    6: [
        (
            "noa",
            "Arrived! The venue is an old tram depot, there's grass between the rails and "
            "the coffee is serious.",
        ),
        ("noa", "My talk is the second one after lunch, the slot in which everybody sleeps 😴"),
        ("amara", "Bring the heron"),
        ("noa", "The heron is slide four"),
        ("ines", "Good luck! בהצלחה 🍀"),
        ("noa", "תודה!! (who taught you that?)"),
        (
            "ines",
            "You did, by sneezing. I was told that I had learned the wrong word, and looked "
            "up the right one.",
        ),
        PAUSE,
        PAUSE,
        (
            "noa",
            "Survived. Full room, one hard question, one very hard question disguised as "
            "praise.\n\n"
            "Notes for those who asked:\n\n"
            "The talk before mine was about forms, and the sentence that I keep thinking "
            "about is that people read error messages only when they are already annoyed. So "
            'an error has about four words in which to be useful, and "invalid" shouldn\'t '
            'be one of them. I counted ours on the train: we say "invalid" eleven times. '
            "I'd like to bring that to zero before the launch, it's an afternoon of work.\n\n"
            "The other thing was a project for a mountain railway which prints the timetable "
            "as it is *right now* on the back of each ticket. Old idea, lovely result. "
            "Layla, I took forty pictures for you.",
        ),
        ("layla", "FORTY 🧡"),
        ("hasina", "What was the very hard question?"),
        (
            "noa",
            '"What happens when two phones sell the last seat while both are under the same '
            'bridge?"',
        ),
        ("kenji", "And what did you say?"),
        ("noa", '"It depends"'),
        ("amara", "😂😂😂"),
    ],
    7: [
        PAUSE,
        (
            "ines",
            "One day to go. The list, one last time:\n\n"
            "1. Prices approved by all three ferry lines (Amara)\n"
            "2. Help page in English, Portuguese, Arabic and Hebrew (Layla, Noa, me)\n"
            "3. The switch, tried on staging *twice* (Kenji)\n"
            "4. Somebody awake at every hour of the day (all of you, without my asking)\n"
            "5. Cake (me)",
        ),
        ("amara", "1 is done, Brackwater signed with an actual fountain pen"),
        ("layla", "النص العربي جاهز، أحتاج فقط من يراجع صفحة Season pass مرة أخيرة"),
        ("noa", "גם העברית מוכנה, חוץ מהמילה pass שאין לה תרגום טוב 🤷"),
        ("layla", 'نفس المشكلة عندنا 😄 اتفقنا على "بطاقة الموسم"'),
        ("noa", '"כרטיס עונתי" then, and I\'ll stop complaining'),
        ("kenji", "3: tried twice. And a third time because I like the sound."),
        ("hasina", "4: I will be up anyway, roosters"),
        ("ines", "5 is in the oven"),
        PAUSE,
        ("ines", Erased("I may have burnt 5")),
        ("ines", "Nothing happened with 5. Everything is fine."),
        ("noa", "I can smell nothing happening from here"),
    ],
    8: [
        PAUSE,
        (
            "ines",
            Marked(
                "It's live! 🚢\n\n"
                "Since this morning everybody who travels with Skerry, Lake Orla or Brackwater "
                "can buy a season pass. The first one went to a schoolteacher on the smallest "
                "island, who has crossed twice a day for twenty-six years, with paper tickets, "
                "and kept every one.\n\n"
                "Please be generous with praise today and careful with everything else.",
                {
                    "🎉": ("kenji", "layla", "noa", "amara", "hasina"),
                    "🚢": ("amara", "hasina"),
                    "🥹": ("noa",),
                },
            ),
        ),
        ("kenji", "🎉"),
        ("layla", "ألف مبروك يا فريق! 🎊"),
        ("noa", "מזל טוב לכולנו 🥂"),
        ("amara", 'First support mail: "Is this real?" I said yes.'),
        ("hasina", "🇲🇬🎆🇵🇹🎆🇯🇵🎆🇳🇬"),
        PAUSE,
        ("noa", "100 passes!"),
        ("amara", "🥳"),
        ("kenji", "Load is boring, which is the nicest thing that I can say"),
        ("hasina", "Boring graphs are the best graphs"),
        ("ines", "There is cake in the kitchen. It has a crust that I'd call rustic."),
        ("layla", "It is a cake and a roof tile at the same time"),
        ("amara", "I had two pieces. The second one with a saw."),
    ],
    9: [
        ("amara", "Good morning! 417 passes, 31 questions, 2 complaints, 1 poem"),
        ("ines", "A poem??"),
        (
            "amara",
            Marked(
                "> Dear makers of the little card,\n"
                "> the sea was easy, queues were hard.\n"
                "> Now I can sleep till ten to eight –\n"
                "> please tell the boat that it must wait.",
                {"😍": ("ines", "layla", "noa"), "🥲": ("noa",)},
            ),
        ),
        ("noa", "I'm not crying, it's raining indoors"),
        ("layla", "We frame this"),
        ("kenji", "Technically a feature request"),
    ],
    10: [
        (
            "ines",
            "Good morning 🌤️ We look back after coffee: one thing that went well, one that "
            "you'd do differently, one that you want to know. Write yours here if you can't "
            "join.",
        ),
        (
            "hasina",
            "Well: the switch, and that we rehearsed it. Differently: I'd rather have one "
            "alarm that I believe than six that I don't. Want to know: does the cake exist "
            "in writing?",
        ),
        ("ines", "It does now: https://example.com/recipes/launch-cake?oven=lower-than-you-think"),
        (
            "layla",
            "Well: we decided things at the wall and not in a document. Differently: start "
            "with the translations in the first week. Want to know: the name of the heron.",
        ),
        ("amara", Marked("The heron is called **Ticket**", {"👏": ("layla", "ines", "kenji")})),
        ("noa", "Obviously"),
        (
            "kenji",
            "Well: nobody shouted. Differently: me, about sleep. Want to know: what is next 🙂",
        ),
        (
            "ines",
            Marked(
                "Next is a quiet week. I mean it.\n\n"
                "- [x] Launch\n"
                "- [ ] Fix what annoys you (@kenji keeps the list)\n"
                "- [ ] Write down what you learned\n"
                "- [ ] Leave on time",
                {"💚": ("layla", "noa", "amara"), "👍": ("hasina", "kenji")},
            ),
        ),
        ("amara", "A quiet week! 🧘🏽\u200d♀️"),
        ("noa", "👩🏽\u200d💻👨🏻\u200d🍳👩\u200d🚀🏳️\u200d🌈"),
        ("layla", "💚"),
    ],
}

LOBBY = Conversation(
    room="Lobby",
    members=("ines", "amara", "hasina", "kenji", "layla", "noa"),
    days=_DAYS,
)
