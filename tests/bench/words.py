"""The words of which the bench composes names and descriptions."""


def apart(text: str) -> list[str]:
    """The words of ``text``."""
    return text.split()


SORTS = apart(
    "Harmonie Fanfare Koor Toneelgroep Heemkring Bibliotheek Buurthuis Jeugdhuis Museum Cultuurcentrum Academie "
    "Kunstencollectief Dansgroep Davidsfonds Filmclub Fotokring Gilde Volkshuis Atelier Muziekschool Leeskring "
    "Poppentheater Erfgoedcel Carnavalsvereniging Ontmoetingshuis Zangschool Circusschool Tekenclub"
)
QUALITIES = apart("Koninklijke Nieuwe Oude Jonge Vrije Grote Kleine Open Bonte Stille Groene Warme")
NAMES = apart(
    "Eendracht Lindeboom Regenboog Mijnlamp Heidebloem Sint-Cecilia Sint-Martinus Kolenspoor Vriendschap Kempenzonen "
    "Zonnewijzer Bosuil Brug Weefgetouw Slagmolen Watertoren Leeuwerik Ster Berkenhof Terril Vuurvogel Dorpsplein "
    "Speelvogel Grensstreek Schacht Tuinwijk Zandloper Klaproos Merel Speelhof Maasoever Populier Trekvogel Ooievaar"
)
DESCRIBING = apart(
    "wij maken muziek theater dans beeld verhalen foto film kleur licht klank ritme voor kinderen jongeren ouderen "
    "buren gezinnen nieuwkomers vrijwilligers bezoekers in de wijk het dorp de stad een oude school een kerk een "
    "fabriek een park elke week maand zomer winter herfst lente met repetities optredens tentoonstellingen lezingen "
    "wandelingen workshops lessen feesten markten gesprekken kampen uitstappen over erfgoed mijnverleden natuur taal "
    "ambacht geschiedenis toekomst zorg geloof techniek textiel keramiek koken tuinieren lezen schrijven zingen spelen "
    "tekenen schilderen bouwen herstellen bewaren tonen delen leren ontdekken proberen oefenen luisteren kijken "
    "samenbrengen ontvangen begeleiden ondersteunen bewegen dromen groeien vertellen digitaliseren filmen drukken"
)

# Two words that stand in a known share of the descriptions, for the searches.
RARE, RARE_SHARE = "lantaarn", 0.03
COMMON, COMMON_SHARE = "gezellig", 0.90
