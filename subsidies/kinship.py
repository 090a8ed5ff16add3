"""Words of the vocabularies that belong together: which people are part of which, and which names say who asks.

The sources name some groups because they may ask ("verenigingen"), and others because it is for them ("jongeren").
"""

from collections.abc import Mapping
from functools import cache

from .plans import Slugs

ASKERS = frozenset(
    {
        *("verenigingen", "verenigingen-zonder-provinciale-steun", "culturele-actoren", "gemeenten"),
        *("professionele-makers", "amateurkunstenaars", "jong-talent", "vrijwilligers"),
        *("ondernemers", "creatieve-ondernemers", "werkgevers"),
    }
)
ORGANISED = frozenset({"groep-zonder-vzw", "vzw"})
IN_CULTURE = ORGANISED | {"persoon", "gemeente", "samenwerking-van-gemeenten", "school", "onderneming"}
MAKERS = ORGANISED | {"persoon", "onderneming"}
MAY_BE: Mapping[str, Slugs] = {  # as what each of the askers can come
    "verenigingen": ORGANISED,
    "verenigingen-zonder-provinciale-steun": ORGANISED,
    "culturele-actoren": IN_CULTURE,
    "gemeenten": frozenset({"gemeente", "samenwerking-van-gemeenten"}),
    "professionele-makers": MAKERS,
    "amateurkunstenaars": ORGANISED | {"persoon"},
    "jong-talent": ORGANISED | {"persoon"},
    "vrijwilligers": ORGANISED | {"persoon"},
    "ondernemers": frozenset({"onderneming", "persoon"}),
    "creatieve-ondernemers": frozenset({"onderneming", "persoon"}),
    "werkgevers": frozenset({"onderneming", "vzw", "gemeente", "school"}),
}
MAKING = frozenset({"professionele-makers", "amateurkunstenaars", "jong-talent", "creatieve-ondernemers"})
PARTS: Mapping[str, Slugs] = {  # a wider group, and who is part of it
    "jongeren": frozenset(
        {
            *("kwetsbare-jongeren", "jongeren-met-schoolachterstand", "tienerjongens", "jonge-werkzoekenden"),
            *("studenten", "leerlingen", "jong-talent", "meisjes"),
        }
    ),
    "kinderen": frozenset({"kleuters", "kinderen-met-autisme", "leerlingen", "meisjes"}),
    "kwetsbare-jongeren": frozenset({"jongeren-met-schoolachterstand", "jonge-werkzoekenden"}),
    "mensen-in-kansarmoede": frozenset({"mensen-met-leefloon", "mensen-met-klein-budget"}),
    "mensen-met-migratieachtergrond": frozenset(
        {"nieuwkomers", "oudkomers", "asielzoekers", "vluchtelingen"}
    ),
    "nieuwkomers": frozenset({"asielzoekers", "vluchtelingen"}),
    "mensen-met-beperking": frozenset({"mensen-met-verstandelijke-beperking", "kinderen-met-autisme"}),
    "werkzoekenden": frozenset({"jonge-werkzoekenden"}),
    "gezinnen": frozenset({"eenoudergezinnen"}),
    "volwassenen": frozenset({"ouderen"}),
    "muziek": frozenset({"klassieke-muziek", "jazz", "rap-en-hiphop", "zang-en-koor", "musical-en-opera"}),
    "beeldende-kunst": frozenset({"fotografie"}),
    "cultureel-erfgoed": frozenset({"immaterieel-erfgoed", "volkscultuur", "archeologie", "etnologie"}),
    "immaterieel-erfgoed": frozenset({"volkscultuur", "ambacht"}),
    "sociaal-cultureel-werk": frozenset({"samenlevingsopbouw"}),
}
ACROSS = frozenset(
    {"multidisciplinair", "amateurkunsten", "sociaal-artistiek", "kunsteducatie", "performance"}
)
MONEY = frozenset({"subsidie", "lening", "terugbetaling", "beurs", "prijs", "investering", "sponsoring"})


@cache
def parts_of(named: Slugs) -> Slugs:
    """Who is part of one of ``named``."""
    return frozenset(part for word in named for part in PARTS.get(word, ()))
