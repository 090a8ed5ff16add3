"""The final report in parts: writing it, handing it in, being reminded of it, and telling it on."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from actors.accounts.panels import panels_for
from ecru.base.models import OutgoingMail
from projects.models import Practice
from subsidies.dossiers import Refused, perform
from subsidies.models import Agreement, Dossier, DossierTask, FinalReport, ReportPicture
from subsidies.models.reports import MOST_PICTURES
from subsidies.paying import move_report_day
from subsidies.reporting import become_practice, remind, save_report
from subsidies.reporting.reminding import make_task
from subsidies.sheets import sheets_of
from tests.actors.conftest import signed_in
from tests.actors.markup import read, text_of
from tests.factories import TargetGroupFactory
from tests.material_factories import small_picture
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.money_cast import agreed, agreement_of, fresh

pytestmark = pytest.mark.django_db
TEXTS = {
    "done": "We dansten.",
    "worked": "De soep.",
    "did_not_work": "De affiche.",
    "watch_out": "Vraag de zaal op tijd.",
}


def browser_of(user: Any) -> Any:
    """Somebody who is signed in."""
    return signed_in(fresh(user))


def write_whole(cast: Cast, dossier: Any) -> FinalReport:
    """A report with everything that it needs."""
    numbers = {f"groep-{group.pk}": 12 for group in dossier.target_groups.all()}
    return save_report(dossier=dossier, by=fresh(cast.nour), values={**TEXTS, "reached": 40, **numbers})


def seen_on(browser: Any, page: str) -> str:
    """The marks that the page carries."""
    return str(read(browser.get(page)).one("input", name="seen").attributes["value"])


def send(browser: Any, page: str, seen: str | None = None, **typed: str) -> Any:
    """Presses "save" on the page as it stands now, or as it stood when it carried ``seen``."""
    return browser.post(page, {**typed, "seen": seen_on(browser, page) if seen is None else seen})


def autosave(browser: Any, page: str, seen: str, **typed: str) -> Any:
    """What the script sends."""
    return browser.post(page, {**typed, "seen": seen}, headers={"X-Autosave": "1"})


def picture(number: int = 0) -> SimpleUploadedFile:
    """A picture; another one for another number."""
    out = BytesIO()
    Image.new("RGB", (4 + number, 4), "#b8311a").save(out, "PNG")
    return SimpleUploadedFile("feest.png", out.getvalue(), "image/png")


# --- Writing -------------------------------------------------------------------------------------------------------


def test_part_by_part_until_it_is_whole(cast: Cast) -> None:
    dossier = agreed(cast)
    group = TargetGroupFactory(label="Jongeren")
    dossier.target_groups.add(group)
    nour, page = browser_of(cast.nour), f"{DOSSIERS}{dossier.pk}/verslag/"
    assert "Schrijf het eindverslag" in text_of(nour.get(f"{DOSSIERS}{dossier.pk}/"))
    words = text_of(nour.get(page))
    for gap in ("Vertel wat jullie deden.", "Vertel wat niet werkte.", "Vul in hoeveel mensen meededen."):
        assert gap in words
    with pytest.raises(Refused, match="nog niet volledig"):
        perform(dossier, "verslag-indienen", by=cast.nour, report="Kort.")
    assert send(nour, page, done="We dansten.").status_code == 302
    of_group = f"groep-{group.pk}"
    bad = send(nour, page, reached="veel", **{of_group: "-1"})
    assert "Schrijf een heel getal, zoals 40." in text_of(bad)
    assert "veel" in bad.content.decode()
    assert "Dit getal is heel groot" in text_of(send(nour, page, reached="9999999"))
    send(nour, page, reached="40")
    left = nour.get(page)
    assert "van elke doelgroep" in text_of(left)
    assert read(left).one("a", href=f"#id_{of_group}").words.startswith("Vul in")
    assert read(left).one("input", id=f"id_{of_group}")
    send(nour, page, **{of_group: "41"}, worked="De soep.", did_not_work="De affiche.", watch_out="")
    assert "Van één doelgroep deden meer mensen mee dan er mensen waren." in text_of(nour.get(page))
    send(nour, page, **{of_group: "12"})
    assert "Het verslag is volledig." in text_of(nour.get(page))
    assert "Het verslag is volledig." in text_of(nour.get(f"{DOSSIERS}{dossier.pk}/"))
    seen = dossier.events.newest().first().pk
    step = f"{DOSSIERS}{dossier.pk}/stap/verslag-indienen/"
    assert nour.post(step, {"gezien": seen}).status_code == 302
    dossier.refresh_from_db()
    assert (dossier.phase, dossier.report) == ("eindverslag", "We dansten.\n\nDe soep.\n\nDe affiche.")
    assert "terwijl het dossier in uitvoering is" in text_of(nour.get(page))
    late = nour.post(page, {"done": "Te laat getypt.", "seen": ""})
    assert "Het verslag is op slot." in text_of(late)
    assert read(late).one("textarea", name="done").words == "Te laat getypt."
    assert autosave(nour, page, "", done="Te laat.").status_code == 409
    locked = nour.post(page, {"deel": "foto", "foto-alt": "Dans", "foto-picture": picture()})
    assert "Het verslag is op slot." in text_of(locked)
    assert "Het verslag is op slot." in text_of(nour.post(page, {"weg": "1"}))
    Dossier.objects.filter(pk=dossier.pk).update(meeting_on=timezone.localdate())
    words = text_of(browser_of(cast.bea).get(f"{DOSSIERS}{dossier.pk}/"))
    assert "40 mensen deden mee" in words
    assert "12" in words
    sheet = next(one for one in sheets_of(dossier) if one.key == "eindverslag")
    assert sheet.grids[0].rows == [["Jongeren", "12"]]
    assert next(one for one in sheets_of(dossier) if one.key == "overeenkomst").facts[0][0] == "Toegekend"


def test_the_script_saves_what_is_right_so_far_and_says_what_is_not(cast: Cast) -> None:
    dossier = agreed(cast)
    nour, page = browser_of(cast.nour), f"{DOSSIERS}{dossier.pk}/verslag/"
    told = autosave(nour, page, seen_on(nour, page), done="We dansten.", reached="veel")
    assert (told.status_code, told.json()["whole"]) == (200, False)
    assert "maar niet alles" in told.json()["saved"]
    again = autosave(nour, page, told.json()["seen"], done="We dansten samen.", reached="0")
    assert again.json()["saved"].startswith("Bewaard om ")
    report = FinalReport.objects.get()
    assert (report.done, report.reached) == ("We dansten samen.", 0)
    assert "Bewaard op" in text_of(nour.get(page))


def test_two_people_at_once_see_both_texts_and_choose(cast: Cast) -> None:
    dossier = agreed(cast)
    nour, sem = browser_of(cast.nour), browser_of(cast.sem)
    page = f"{DOSSIERS}{dossier.pk}/verslag/"
    old = seen_on(nour, page)
    send(sem, page, done="Van Sem.", worked="De soep.")
    quiet = autosave(nour, page, old, done="Van Nour.", worked="")
    assert quiet.status_code == 409
    assert "Intussen gewijzigd door Sem (" in quiet.json()["problem"]
    asked = send(nour, page, old, done="Van Nour.", worked="", reached="40")
    for part in ("Iemand was je voor", "Van Sem.", "Van Nour.", "Gewijzigd door Sem, "):
        assert part in text_of(asked), part
    form = read(asked)
    assert form.one("textarea", name="worked").words == "De soep."  # she did not touch it
    assert form.one("input", name="reached").attributes["value"] == "40"
    fresh_marks = str(form.one("input", name="seen").attributes["value"])
    typed = {"done": "Van Nour.", "worked": "De soep.", "reached": "40", "keuze-done": "hun"}
    assert send(nour, page, fresh_marks, **typed).status_code == 302
    report = FinalReport.objects.get()
    assert (report.done, report.worked, report.reached) == ("Van Sem.", "De soep.", 40)


def test_a_number_can_be_taken_out_again(cast: Cast) -> None:
    dossier = agreed(cast)
    group = TargetGroupFactory()
    dossier.target_groups.add(group)
    report = write_whole(cast, dossier)
    save_report(dossier=dossier, by=fresh(cast.nour), values={f"groep-{group.pk}": None})
    assert not report.reaches.exists()
    assert not next(one for one in sheets_of(dossier) if one.key == "eindverslag").grids


def test_without_an_agreement_a_text_is_enough(cast: Cast) -> None:
    dossier = cast.dossier("uitvoering")
    with pytest.raises(Refused, match="Schrijf het verslag"):
        perform(dossier, "verslag-indienen", by=cast.nour)
    moved = perform(dossier, "verslag-indienen", by=cast.nour, report="Het lukte.")
    assert (moved.phase, moved.report) == ("eindverslag", "Het lukte.")


def test_a_page_offers_one_way_to_report(cast: Cast) -> None:
    nour, text, parts = browser_of(cast.nour), "verslag-indienen-report", "Schrijf het eindverslag"
    with_one, without = agreed(cast), cast.dossier("uitvoering")
    write_whole(cast, with_one)
    page = nour.get(f"{DOSSIERS}{with_one.pk}/")
    assert text not in page.content.decode()
    assert parts in text_of(page)
    assert "Dien het eindverslag in" in text_of(page)
    with pytest.raises(TypeError):
        perform(with_one, "verslag-indienen", by=fresh(cast.nour), report="Kort.")
    page = nour.get(f"{DOSSIERS}{without.pk}/")
    assert text in page.content.decode()
    assert parts not in text_of(page)
    assert "Het eindverslag is één tekst" in text_of(nour.get(f"{DOSSIERS}{without.pk}/verslag/"))
    with pytest.raises(PermissionDenied):
        save_report(dossier=without, by=fresh(cast.nour), values={"done": "x"})
    sent = {"gezien": without.events.newest().first().pk, text: ""}
    answer = nour.post(f"{DOSSIERS}{without.pk}/stap/verslag-indienen/", sent)
    assert "Schrijf het verslag" in text_of(answer)


def test_who_writes_the_report(cast: Cast) -> None:
    dossier = agreed(cast)
    page = f"{DOSSIERS}{dossier.pk}/verslag/"
    answers = {name: browser_of(cast.people[name]).get(page).status_code for name in cast.people}
    assert {name for name, code in answers.items() if code == 200} == {
        "nour",
        "sem",
        "wout",
        "rik",
        "rachida",
    }
    seen = seen_on(browser_of(cast.nour), page)
    codes = {
        name: send(browser_of(cast.people[name]), page, seen, done="Gewijzigd").status_code
        for name in ("wout", "rik", "rachida", "ali")
    }
    assert codes == {"wout": 302, "rik": 403, "rachida": 403, "ali": 404}
    with pytest.raises(PermissionDenied):
        save_report(dossier=dossier, by=fresh(cast.rik), values={"done": "x"})
    assert (
        browser_of(cast.nour)
        .get(f"{DOSSIERS}{cast.dossier('uitvoering', coached=True).pk}/verslag/")
        .status_code
        == 404
    )


def test_pictures_are_private_and_few(cast: Cast) -> None:
    dossier = agreed(cast)
    nour, page = browser_of(cast.nour), f"{DOSSIERS}{dossier.pk}/verslag/"
    assert "Kies een foto." in text_of(nour.post(page, {"deel": "foto", "foto-alt": "Dans"}))
    sent = {"deel": "foto", "foto-alt": "Twee mensen dansen", "foto-credit": "Lien"}
    for _click in range(2):
        assert nour.post(page, {**sent, "foto-picture": picture()}).status_code == 302
    kept = ReportPicture.objects.get()
    address = f"/mijn/verslagfotos/{kept.pk}/"
    answer = nour.get(address)
    assert answer["Content-Type"] == "image/webp"
    assert b"".join(answer.streaming_content).startswith(b"RIFF")
    assert "Twee mensen dansen" in text_of(browser_of(cast.rachida).get(f"{DOSSIERS}{dossier.pk}/"))
    assert browser_of(cast.ali).get(address).status_code == 404
    assert "Twee mensen dansen" in text_of(nour.get(page))
    for number in range(1, MOST_PICTURES):
        ReportPicture.objects.create(
            report=kept.report,
            original=SimpleUploadedFile("x.webp", small_picture()),
            alt="x",
            checksum=f"{number}",
        )
    assert "Er zijn al 8 foto" in text_of(nour.post(page, {**sent, "foto-picture": picture(3)}))
    for _click in range(2):
        assert nour.post(page, {"weg": kept.pk}).status_code == 302
    assert nour.get(address).status_code == 404
    gone = ReportPicture.objects.first()
    gone.original.storage.delete(str(gone.original.name))
    assert nour.get(f"/mijn/verslagfotos/{gone.pk}/").status_code == 404


# --- Telling it on -----------------------------------------------------------------------------------------------------


def accepted(cast: Cast) -> Any:
    """A dossier with a whole report that ECRU accepted."""
    dossier = agreed(cast)
    write_whole(cast, dossier)
    dossier = perform(dossier, "verslag-indienen", by=fresh(cast.nour))
    return perform(dossier, "verslag-aanvaarden", by=cast.rachida)


def test_an_accepted_report_does_not_only_wait_to_be_read(cast: Cast) -> None:
    dossier = accepted(cast)
    for somebody, page in ((cast.nour, f"{DOSSIERS}{dossier.pk}/"), (cast.rachida, "/regie/")):
        assert "dan betaalt ECRU wat nog rest" in text_of(browser_of(somebody).get(page))


def test_an_accepted_report_begins_one_practice(cast: Cast) -> None:
    dossier = accepted(cast)
    nour = browser_of(cast.nour)
    assert "Deel wat je leerde" in text_of(nour.get(f"{DOSSIERS}{dossier.pk}/"))
    answers = {nour.post(f"{DOSSIERS}{dossier.pk}/verslag/praktijk/")["Location"] for _click in range(2)}
    practice = Practice.objects.get()
    assert answers == {f"/mijn/praktijken/{practice.pk}/"} or len(answers) == 1
    assert (practice.title, practice.approach, practice.results) == (dossier.title, "We dansten.", "De soep.")
    assert (practice.did_not_work, practice.watch_out) == ("De affiche.", "Vraag de zaal op tijd.")
    assert "De praktijk die hieruit groeide" in text_of(nour.get(f"{DOSSIERS}{dossier.pk}/"))


def test_it_is_offered_to_who_made_it_only_and_once_accepted(cast: Cast) -> None:
    early = agreed(cast)
    write_whole(cast, early)
    with pytest.raises(PermissionDenied):
        become_practice(dossier=early, by=fresh(cast.nour))
    dossier = accepted(cast)
    address = f"{DOSSIERS}{dossier.pk}/verslag/praktijk/"
    codes = {
        name: browser_of(cast.people[name]).post(address).status_code
        for name in ("sem", "rachida", "ali", "bea")
    }
    assert codes == {"sem": 403, "rachida": 403, "ali": 404, "bea": 403} or codes["bea"] == 404
    assert not Practice.objects.exists()
    none = cast.dossier("uitvoering")
    assert browser_of(cast.nour).post(f"{DOSSIERS}{none.pk}/verslag/praktijk/").status_code == 404


# --- Reminders ---------------------------------------------------------------------------------------------------------


def due_in(cast: Cast, days: int) -> tuple[Any, Any]:
    """A dossier of which the report is due so many days from now."""
    dossier = agreed(cast)
    Agreement.objects.filter(dossier=dossier).update(
        report_due_on=timezone.localdate() + timedelta(days=days),
        starts_on=timezone.localdate() - timedelta(days=400),
    )
    return dossier, agreement_of(dossier)


def to_nour(cast: Cast) -> int:
    """How many reminders Nour got."""
    return OutgoingMail.objects.filter(kind="report-due", to=cast.nour.email).count()


@pytest.mark.mail("report-due")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_month_and_a_week_before_and_when_it_is_late(cast: Cast, language: str) -> None:
    type(cast.nour).objects.update(language=language)
    dossier, agreement = due_in(cast, 45)
    now = timezone.now()
    for days, mails in ((0, 0), (14, 0), (15, 1), (16, 1), (37, 1), (38, 2), (45, 2), (46, 3), (60, 3)):
        for _run in range(2):
            remind(now + timedelta(days=days))
        assert to_nour(cast) == mails, days
    first, _second, late = OutgoingMail.objects.filter(kind="report-due", to=cast.nour.email).order_by("pk")
    assert {"nl": "verwacht het eindverslag", "en": "expects the final report"}[language] in first.body
    assert {"nl": "Te laat: het eindverslag", "en": "Late: the final report"}[language] in late.subject
    assert {"nl": "Het saldo wordt betaald", "en": "The balance is paid"}[language] in late.body
    assert f"/mijn/dossiers/{dossier.pk}/verslag/" in late.body
    agreement.refresh_from_db()
    task = DossierTask.objects.get(late_agreement=agreement)
    assert (task.party, task.what, task.done_at) == (
        "ecru",
        "Het eindverslag is te laat. Bel de organisatie.",
        None,
    )
    assert panels_for(fresh(cast.rachida))


def test_late_is_over_when_it_comes_in_or_gets_another_day(cast: Cast) -> None:
    dossier, _agreement = due_in(cast, -1)
    assert remind(timezone.now())["tasks"] == 1
    assert make_task(agreement_of(dossier), timezone.now()) == 0
    write_whole(cast, dossier)
    perform(dossier, "verslag-indienen", by=fresh(cast.nour))
    assert DossierTask.objects.get(late_agreement__dossier=dossier).done_at is not None
    assert remind(timezone.now()) == {"mails": 0, "tasks": 0}
    assert make_task(agreement_of(dossier), timezone.now()) == 0
    other, agreement = due_in(cast, -1)
    remind(timezone.now())
    move_report_day(agreement=agreement, by=cast.rachida, day=timezone.localdate() + timedelta(days=20))
    assert agreement_of(other).late_task is None
    assert not DossierTask.objects.open().filter(dossier=other, phase="").exists()
    assert remind(timezone.now())["tasks"] == 0


def test_a_report_without_a_balance_says_nothing_of_it(cast: Cast) -> None:
    dossier = agreed(cast, "3000")
    Agreement.objects.filter(dossier=dossier).update(report_due_on=timezone.localdate())
    remind(timezone.now())
    assert "saldo" not in OutgoingMail.objects.filter(kind="report-due").first().body
