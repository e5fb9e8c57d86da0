"""Six people, with the names that break layouts: long, short, accented, from right to left."""

from typing import NamedTuple


class Person(NamedTuple):
    username: str
    first_name: str
    last_name: str
    status_emoji: str = ""
    status_text: str = ""


#: The first is the administrator where there is none yet.
TEAM = (
    Person("ines", "Inês", "Carvalho"),
    Person("amara", "Amara", "Okafor", "🎧", "Heads down until three"),
    Person(
        "hasina",
        "Hasina Fanomezantsoa Nomenjanahary",
        "Andriamampandrisoarivelo-Rakotondrainibe",
    ),
    Person("kenji", "Kenji", "Mori", "🌴", "On holiday until Monday"),
    Person("layla", "ليلى", "حداد", "☕", "سأعود بعد قليل"),
    Person("noa", "Noa", "Ben-Ami"),
)
