"""The made-up organisations and their plans. Nothing here is about anybody who exists."""

from dataclasses import dataclass

from subsidies.models import Origin

MARK = "Voorbeeld: "


@dataclass(frozen=True)
class Group:
    """A made-up organisation: its address, name, kind and municipality. ``own``: the member of the demonstration acts for it."""

    slug: str
    name: str
    kind: str
    place: str
    own: bool = False


GROUPS = (
    Group("voorbeeld-koor-de-mijnlamp", "Koor De Mijnlamp", "amateurkunst", "genk", own=True),
    Group("voorbeeld-buurthuis-de-linde", "Buurthuis De Linde", "samenlevingsopbouw", "beringen", own=True),
    Group("voorbeeld-erfgoedkring-as", "Erfgoedkring Asserbos", "erfgoedorganisatie", "as"),
    Group("voorbeeld-fanfare-vooruit", "Fanfare Vooruit", "amateurkunst", "heusden-zolder"),
    Group("voorbeeld-jeugdhuis-zenit", "Jeugdhuis Zenit", "jeugdorganisatie", "houthalen-helchteren"),
    Group("voorbeeld-theater-zonder-zaal", "Theater Zonder Zaal", "kunstenorganisatie", "maasmechelen"),
    Group("voorbeeld-leeskring-leopold", "Leeskring Leopold", "vereniging", "leopoldsburg"),
)
QUIET = Group("voorbeeld-drumgroep-roffel", "Drumgroep Roffel", "vereniging", "maasmechelen")
SENT = "indienen"
CHECKED = f"{SENT} ontvankelijk-verklaren"
ADVISED = f"{CHECKED} advies-vragen advies-noteren advies-noteren"
TABLED = f"{ADVISED} agenderen"
DECIDED = f"{TABLED} beslissen"
SIGNED = f"{DECIDED} overeenkomst-sturen tekenen"
REPORTED = f"{SIGNED} verslag-indienen"
ACCEPTED = f"{REPORTED} verslag-aanvaarden"
CLOSED = f"{ACCEPTED} afsluiten"
READ = "opnemen laten-lezen"
HANDED = f"{READ} opmerkingen-geven laten-lezen advies-noteren advies-noteren advies-noteren ingediend-melden"
TAKEN = f"{HANDED} ontvankelijk-melden"
WON = f"{TAKEN} toekenning-melden"
LOST = f"{TAKEN} weigering-melden"
RUNS = f"{WON} starten"


@dataclass(frozen=True)
class Plan:
    """A made-up plan: whose, where, for whom, and the steps that it took. ``since``: days since the last of them.

    ``giver``: the measure (its address) or, in words, the giver of a coached one; none for support from ECRU.
    """

    title: str
    group: int
    places: str
    people: str
    asked: int
    since: int
    steps: str = ""
    phase: str = "concept"
    giver: str = ""
    granted: int = 0
    origin: str = ""


FINDER, MEASURE = Origin.FINDER.value, Origin.MEASURE.value
SMALL, TALENT = "bovenlokaal-project-klein", "kunstendecreet-beurs-opkomend-talent"
FUND, LOTTERY = "een-hart-voor-limburg", "nationale-loterij-oproepen"
PLANS = (
    # Support from ECRU itself.
    Plan("Zingen aan de schacht", 0, "genk as", "ouderen", 3200, 3, origin=FINDER),
    Plan("Buren koken en vertellen", 1, "beringen", "bewoners", 1800, 12, origin=MEASURE),
    Plan("Het geheugen van het bos", 2, "as genk", "vrijwilligers", 2400, 2, SENT, "ingediend"),
    Plan("Fanfare ontmoet rap", 3, "heusden-zolder beringen", "jongeren", 4500, 4, f"{SENT} terugsturen", "aanvulling", origin=FINDER),
    Plan("Nacht van de cité", 4, "houthalen-helchteren genk", "jongeren", 5000, 5, CHECKED, "ontvankelijk"),
    Plan("Kelderconcerten", 3, "heusden-zolder genk", "jong-talent", 2800, 6, f"{CHECKED} advies-vragen advies-noteren", "advies", origin=MEASURE),
    Plan("Toneel in de wachtzaal", 5, "maasmechelen", "mensen-in-kansarmoede", 3900, 9, f"{CHECKED} advies-vragen advies-noteren", "advies"),
    Plan("Voorlezen in twaalf talen", 6, "leopoldsburg beringen", "nieuwkomers", 1500, 1, TABLED, "agenda"),
    Plan("Dansen op het marktplein", 0, "genk maasmechelen", "gezinnen", 4100, 9, DECIDED, "beslist", granted=3500),
    Plan("Dans zonder drempel", 4, "houthalen-helchteren as", "kwetsbare-jongeren", 3000, 4, f"{SIGNED} overeenkomst-verbeteren", "beslist", granted=2400),
    Plan("Een lied per straat", 0, "genk houthalen-helchteren", "bewoners", 2600, 6, f"{DECIDED} overeenkomst-sturen", "overeenkomst", granted=2600),
    Plan("Filmnacht in de loods", 4, "houthalen-helchteren", "jongeren", 3000, 30, SIGNED, "uitvoering", granted=2200, origin=FINDER),
    Plan("Verhalen aan de toog", 1, "beringen leopoldsburg", "ouderen", 2200, 88, SIGNED, "uitvoering", granted=1800),
    Plan("Straatorkest zoekt straat", 3, "heusden-zolder maasmechelen", "gezinnen", 2600, 14, SIGNED, "uitvoering", granted=2000),
    Plan("Stemmen van de mijn", 2, "as genk maasmechelen", "vroegere-mijnwerkers", 4800, 11, REPORTED, "eindverslag", granted=4000),
    Plan("Dialect in beeld", 6, "leopoldsburg as", "volwassenen", 2300, 1, ACCEPTED, "eindverslag", granted=2100),
    Plan("Kermis der kleine podia", 1, "beringen heusden-zolder", "gezinnen", 3500, 210, CLOSED, "afgesloten", granted=3000),
    Plan("Muziek voor wie niet komt", 3, "heusden-zolder", "mensen-in-kansarmoede", 2900, 210, CLOSED, "afgesloten", granted=2500),
    Plan("Poëzie op de bus", 6, "leopoldsburg", "volwassenen", 2000, 323, f"{DECIDED} zonder-steun-afsluiten", "afgesloten"),
    Plan("Rondreizend museum", 2, "as", "kinderen", 4700, 300, f"{SENT} niet-ontvankelijk-verklaren zonder-steun-afsluiten", "afgesloten"),
    Plan("Grote parade", 5, "maasmechelen genk", "gezinnen", 5000, 40, f"{CHECKED} intrekken", "ingetrokken"),
    # Guidance for another giver.
    Plan("Talent uit de wijk", 4, "houthalen-helchteren", "jong-talent", 6000, 1, "", "idee", TALENT, origin=FINDER),
    Plan("Mijnstad vertelt", 2, "as genk", "vroegere-mijnwerkers", 18000, 8, "opnemen", "opmaak", SMALL),
    Plan("Theater op wielen", 5, "maasmechelen as", "mensen-in-kansarmoede", 21000, 3, READ, "revisie", SMALL, origin=FINDER),
    Plan("Samen één orkest", 3, "heusden-zolder beringen", "mensen-met-migratieachtergrond", 24000, 14, HANDED, "ingediend", SMALL),
    Plan("Warme winteravonden", 1, "beringen", "mensen-met-klein-budget", 7500, 20, TAKEN, "ontvankelijk", FUND, origin=MEASURE),
    Plan("Zomer van het boek", 6, "leopoldsburg", "kinderen", 9000, 25, f"{HANDED} niet-ontvankelijk-melden", "niet-ontvankelijk", LOTTERY),
    Plan("Koorreis langs zeven torens", 0, "genk as beringen", "ouderen", 10000, 6, WON, "toegekend", FUND, 8000, FINDER),
    Plan("Beats en brieven", 4, "houthalen-helchteren genk", "kwetsbare-jongeren", 12000, 15, LOST, "geweigerd", LOTTERY),
    Plan("Huis van de kleine kunst", 5, "maasmechelen", "amateurkunstenaars", 25000, 18, f"{TAKEN} reserve-melden", "reserve", SMALL),
    Plan("Tuin der talen", 1, "beringen heusden-zolder", "nieuwkomers", 8000, 70, RUNS, "uitvoering", "Fonds De Brug (verzonnen)", 6500),
    Plan("Sporen in het zand", 2, "as maasmechelen", "leerlingen", 15000, 12, f"{RUNS} verantwoording-melden", "verantwoord", SMALL, 13000),
    Plan("Klinkende koeltorens", 0, "genk", "bezoekers", 20000, 240, f"{RUNS} verantwoording-melden afsluiten", "afgesloten", SMALL, 20000),
    Plan("Atelier in de etalage", 6, "leopoldsburg beringen", "amateurkunstenaars", 5000, 60, "opnemen intrekken", "ingetrokken", FUND),
)  # fmt: skip
