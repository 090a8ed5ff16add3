"""The cast of the stories about advice: Ines, Tom and Lena are experts with an account; the dossier of Nour's choir is with them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from actors.editing import Typed, mark
from actors.models import Role, User
from subsidies.advising import Answer, answer, ask_expert, give, save
from subsidies.models import Dossier, Review
from tests.actors.markup import read
from tests.factories import ExpertFactory, MunicipalityFactory, TopicFactory, UserFactory
from tests.subsidies.dossier_cast import Cast
from tests.subsidies.dossier_factories import DossierFactory


@dataclass
class Panel:
    """The dossier of Nour's choir at the experts; Ines, Tom and Lena are asked, Rachida asks."""

    cast: Cast
    dossier: Dossier
    experts: dict[str, Any]

    def user(self, name: str) -> User:
        """The account of an expert, fresh."""
        return User.objects.get(pk=self.experts[name].user_id)

    def ask(self, name: str = "ines", **more: Any) -> Review:
        """Asks one of them."""
        until = more.pop("until", timezone.localdate() + timedelta(days=21))
        return ask_expert(
            dossier=self.dossier, expert=self.experts[name], by=self.cast.rachida, until=until, **more
        )

    def declared(self, name: str = "ines") -> Review:
        """Asks one of them, who has no interest."""
        return answer(review=self.ask(name), said=Answer.NO_INTEREST, by=self.user(name))

    def given(self, name: str = "ines", score: int = 4, verdict: str = "positief") -> Review:
        """One of them gave advice."""
        review = self.declared(name)
        save(review=review, by=self.user(name), typed=typed(score, verdict, f"Advies van {name}."))
        return give(review=review, by=self.user(name))


def typed(score: int | None = 4, verdict: str = "positief", words: str = "Doen.") -> Typed:
    """All five criteria of an empty page filled in alike."""
    values: dict[str, Any] = {"verdict": verdict, "words": words}
    for place in range(1, 6):
        values |= {f"score-{place}": score, f"reason-{place}": "Omdat het klopt."}
    return Typed(values, {name: mark("") for name in values})


@pytest.fixture
def panel(cast: Cast) -> Panel:
    genk = cast.choir.municipality
    genk.latitude, genk.longitude = "50.96500", "5.50000"
    genk.save()
    far = MunicipalityFactory(
        name="Leopoldsburg", slug="leopoldsburg", latitude="51.11700", longitude="5.25800"
    )
    dancing = TopicFactory(label="dansen", slug="dansen")
    experts = {
        "ines": expert("Ines", genk, [dancing]),
        "tom": expert("Tom", far, [dancing]),
        "lena": expert("Lena", far, []),
    }
    measure = cast.call.measure
    dossier = DossierFactory(
        actor=cast.choir, call=cast.call, at="advies", title="Bal", summary="We dansen samen."
    )
    measure.independent_advices = 3
    measure.save()
    return Panel(cast, dossier, experts)


def expert(name: str, place: Any, topics: list[Any]) -> Any:
    """A person of the pool with an account."""
    user = UserFactory(name=name, email=f"{name.lower()}@voorbeeld.example", role=Role.EXPERT)
    return ExpertFactory(
        person=True,
        person_name=name,
        user=user,
        municipality=place,
        words={"topics": topics} if topics else {},
    )


def fields(score: str = "4", **more: str) -> dict[str, str]:
    """What a browser sends."""
    sent = {f"score-{place}": score for place in range(1, 6)}
    sent |= {f"reason-{place}": f"Reden {place}" for place in range(1, 6)}
    return {**sent, "verdict": "positief-mits", "words": "Zoek een tweede zaal.", **more}


def press(browser: Any, address: str, sent: dict[str, str], *, seen: str | None = None, **more: Any) -> Any:
    """Presses a button of the page of advice as it stands now, or as it stood when it carried ``seen``."""
    return browser.post(
        address, {**sent, "seen": seen_on(browser, address) if seen is None else seen}, **more
    )


def seen_on(browser: Any, address: str) -> str:
    """The marks that the page carries."""
    return str(read(browser.get(address)).one("input", name="seen").attributes["value"])
