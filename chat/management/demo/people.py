"""Six people, with the names that break layouts: long, short, accented, from right to left."""

from typing import NamedTuple


class Person(NamedTuple):
    username: str
    first_name: str
    last_name: str


#: The first is the administrator where there is none yet.
TEAM = (
    Person("ines", "Inês", "Carvalho"),
    Person("amara", "Amara", "Okafor"),
    Person(
        "hasina",
        "Hasina Fanomezantsoa Nomenjanahary",
        "Andriamampandrisoarivelo-Rakotondrainibe",
    ),
    Person("kenji", "Kenji", "Mori"),
    Person("layla", "ليلى", "حداد"),
    Person("noa", "Noa", "Ben-Ami"),
)
