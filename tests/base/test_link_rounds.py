"""Going round the links: how often, how politely, and what becomes of a link that fails again and again."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from ecru.base.daily import carry_out, jobs, rehearse
from ecru.base.links import rounds
from ecru.base.links.records import LONGEST_WAIT
from ecru.base.links.rounds import Clock, Polite, Resting, turn
from ecru.base.links.targets import target_of
from ecru.base.links.troubles import Trouble, Unfit
from ecru.base.models import CheckedLink, LinkHost
from tests.base.link_cast import again, link, turns
from tests.base.link_site import Site, running

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


# --- Good, failing, broken ----------------------------------------------------------------------------------------


def test_what_works_is_looked_at_again_after_a_week(site: Site) -> None:
    good = link(site.at("/goed"))
    assert str(good) == site.at("/goed")
    assert turns(0) == [{"good": 1}]
    assert again(good).state == CheckedLink.State.GOOD
    assert turns(0, 1, 6.9) == [{}, {}, {}], "a second run asks nobody anything"
    assert site.of("/goed") == ["HEAD"]
    assert turns(7.1) == [{"good": 1}]


def test_it_is_broken_after_three_tries_in_a_week_and_each_waits_twice_as_long(site: Site) -> None:
    lost = link(site.at("/weg"))
    told = []
    for day in range(40):
        turns(day + 0.5)
        told.append((len(site.of("/weg")) // 2, again(lost).state))
    tries = [day for day, (count, _state) in enumerate(told) if count > (told[day - 1][0] if day else 0)]
    assert tries == [0, 1, 3, 7, 15, 31], "a day, two, four, eight, sixteen"
    assert told[6][1] == CheckedLink.State.FAILING, "three tries, but not yet a week"
    assert told[7][1] == CheckedLink.State.BROKEN
    assert (lost.trouble, lost.status, lost.told) == (Trouble.NOT_FOUND, 404, "de pagina is er niet (404)")
    assert lost.is_broken
    assert lost.broken_at
    assert lost.first_failed_at
    assert lost.broken_at - lost.first_failed_at >= timedelta(days=6.9)


def test_the_longest_wait_is_four_weeks(site: Site) -> None:
    lost = link(site.at("/weg"))
    for number in range(12):
        moment = timezone.now() + timedelta(days=30 * number)
        assert turn(moment) == {"failed": 1}
    assert again(lost).last_look_at
    assert lost.next_look_at - (lost.last_look_at or lost.next_look_at) == LONGEST_WAIT


def test_what_works_again_is_forgiven(site: Site) -> None:
    lost = link(site.at("/terug"))
    turns(0, 1, 3, 8)
    assert again(lost).is_broken
    site.pages["/terug"] = 200
    turns(17)
    assert (again(lost).state, lost.tries, lost.first_failed_at, lost.broken_at, lost.trouble) == (
        CheckedLink.State.GOOD,
        0,
        None,
        None,
        "",
    )


def test_an_error_of_the_site_counts_and_one_time_is_no_time(site: Site) -> None:
    site.pages["/stuk"] = 500
    shaky = link(site.at("/stuk"))
    turns(0, 1.1)
    assert (again(shaky).state, shaky.tries) == (CheckedLink.State.FAILING, 2)
    site.pages["/stuk"] = 200
    turns(3.5)
    assert again(shaky).state == CheckedLink.State.GOOD


def test_silence_counts_only_when_the_web_is_there(site: Site) -> None:
    with running() as gone:
        silent = link(gone.at("/"))
    turns(0, 1, 3, 8)
    assert (again(silent).state, silent.trouble) == (CheckedLink.State.FAILING, Trouble.NO_ANSWER)
    link(site.at("/goed"))
    turns(9, 16.5)
    assert again(silent).is_broken, "others answered since, so it is not our line"


def test_a_site_that_lets_nobody_look_is_never_a_task(site: Site) -> None:
    site.pages["/dicht"] = 403
    closed = link(site.at("/dicht"))
    turns(0, 8, 16, 24, 32)
    assert (again(closed).state, closed.tries) == (CheckedLink.State.UNTOLD, 0)


def test_a_busy_site_is_left_alone_so_long_as_it_asks(site: Site) -> None:
    site.pages["/druk"] = (429, {"Retry-After": str(3 * 24 * 3600)})
    busy, other = link(site.at("/druk")), link(site.at("/goed"))
    first, second, third = turns(0, 1, 2.9)
    assert first == {"later": 2}, "the other page of that site waits too"
    assert second == third == {}, "asking the other page again would break the promise"
    assert site.looks == ["/druk"]
    assert (again(busy).state, again(other).state) == (CheckedLink.State.NEW, CheckedLink.State.NEW)
    site.pages["/druk"] = 200
    assert turns(3.1) == [{"good": 2}]


def test_an_editor_who_looked_is_believed_for_half_a_year(site: Site) -> None:
    lost = link(site.at("/weg"))
    turns(0, 1, 3, 8)
    again(lost).vouch(timezone.now())
    assert (again(lost).state, lost.trouble) == (CheckedLink.State.VOUCHED, "")
    assert turns(20, 182) == [{}, {}]
    assert turns(184) == [{"failed": 1}]


def test_look_again_goes_first(site: Site) -> None:
    for number in range(30):
        site.pages[f"/{number}"] = 200
        link(site.at(f"/{number}"))
    asked = link(site.at("/goed"), next_look_at=timezone.now() + 5 * DAY)
    again(asked).look_soon(timezone.now())
    turns(0)
    assert site.looks[0] == "/goed"
    assert not again(asked).goes_first


# --- Politeness ---------------------------------------------------------------------------------------------------


def test_one_host_is_never_hammered(site: Site, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LINK_CHECK = {**settings.LINK_CHECK, "pause": 0.2}
    monkeypatch.setattr(rounds, "MOST_OF_A_HOST", 8)
    for number in range(8):
        site.pages[f"/{number}"] = (301, {"Location": "/goed"}) if number % 2 else 200
        link(site.at(f"/{number}"))
    assert turns(0) == [{"good": 8}]
    assert len(site.asked) == 13, "robots.txt, eight pages, and four that sent us on"
    assert min(site.gaps) >= 0.19


def test_two_rounds_at_once_mind_each_other(site: Site, settings: Any) -> None:
    """Who holds a host in hand keeps it; the other waits."""
    settings.LINK_CHECK = {**settings.LINK_CHECK, "pause": 0.2}
    one, two = Polite(Clock(timezone.now())), Polite(Clock(timezone.now()))
    one.begin()
    two.begin()
    for caller in (one, two, one, two):
        assert caller.ask(target_of(site.at("/goed")), "HEAD").status == 200
    assert min(site.gaps) >= 0.19


def test_a_turn_takes_a_few_of_each_host(site: Site) -> None:
    with running() as other:
        other.pages["/hier"] = 200
        for number in range(20):
            site.pages[f"/{number}"] = 200
            link(site.at(f"/{number}"))
        link(other.at("/hier"))
        assert turns(0) == [{"good": 4}], "three of the one with twenty, and the one of the other"
        assert turns(0) == [{"good": 3}]


def test_a_turn_has_an_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST_A_TURN", 2)
    for number in range(3):
        site.pages[f"/{number}"] = 200
        link(site.at(f"/{number}"))
    assert turns(0) == [{"good": 2}]
    monkeypatch.setattr(rounds, "TURN", 0.0)
    assert turns(0) == [{}], "no time is left"
    assert CheckedLink.objects.due(timezone.now()).count() == 1


def test_a_host_that_others_have_in_hand_is_waited_for_only_so_long(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "LONGEST_LOOK", 0.1)
    now = timezone.now()
    host = LinkHost.objects.named(f"127.0.0.1:{site.port}", now)
    assert str(host) == f"127.0.0.1:{site.port}"
    caller = Polite(Clock(now))
    for seconds in (3, 3600):
        caller.begin()
        host.rest(caller.clock.now() + timedelta(seconds=seconds))
        with pytest.raises(Resting):
            caller.ask(target_of(site.at("/goed")), "HEAD")
    assert not site.asked


def test_a_look_with_too_many_pauses_is_slow(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "LONGEST_LOOK", 0.1)
    caller = Polite(Clock(timezone.now()))
    caller.begin()
    caller.ask(target_of(site.at("/goed")), "HEAD")
    LinkHost.objects.get().rest(caller.clock.now() + timedelta(seconds=3))
    with pytest.raises(Unfit) as why:
        caller.ask(target_of(site.at("/goed")), "GET")
    assert why.value.trouble == Trouble.SLOW


def test_robots_are_asked_what_they_want(site: Site) -> None:
    site.pages["/robots.txt"] = 200
    site.bodies["/robots.txt"] = b"User-agent: *\nDisallow: /intern/\n"
    site.pages["/intern/pagina"] = 200
    closed, good = link(site.at("/intern/pagina")), link(site.at("/goed"))
    assert turns(0) == [{"untold": 1, "good": 1}]
    assert (again(closed).state, closed.trouble) == (CheckedLink.State.UNTOLD, Trouble.CLOSED)
    assert again(good).state == CheckedLink.State.GOOD
    assert site.looks == ["/goed"]
    assert len(site.of("/robots.txt")) == 1, "once a week"
    turns(7.5)
    assert len(site.of("/robots.txt")) == 2


@pytest.mark.parametrize(
    "answer", [404, 500, (301, {"Location": "/robots.txt"}), (301, {"Location": "ftp://x/"})]
)
def test_a_site_without_robots_lets_everybody_look(site: Site, answer: Any) -> None:
    site.pages["/robots.txt"] = answer
    link(site.at("/goed"))
    assert turns(0) == [{"good": 1}]


def test_robots_may_stand_elsewhere(site: Site) -> None:
    site.pages["/robots.txt"] = (301, {"Location": "/regels.txt"})
    site.pages["/regels.txt"] = 200
    site.bodies["/regels.txt"] = b"User-agent: ECRU-linkcheck\nDisallow: /\n"
    link(site.at("/goed"))
    assert turns(0) == [{"untold": 1}]


# --- What goes wrong in the middle --------------------------------------------------------------------------------


def test_who_dies_in_the_middle_loses_one_look_only(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        site.pages[f"/{number}"] = 200
        link(site.at(f"/{number}"))
    real, looks = rounds.look, []

    def dies(address: str, caller: Any) -> Any:
        looks.append(address)
        if len(looks) == 2:
            raise SystemExit
        return real(address, caller)

    monkeypatch.setattr(rounds, "look", dies)
    with pytest.raises(SystemExit):
        turns(0)
    assert site.looks == ["/0"]
    monkeypatch.setattr(rounds, "look", real)
    assert turns(0) == [{"good": 2}]
    assert site.looks == ["/0", "/1", "/2"], "nothing twice, nothing left out"


def test_a_host_is_free_again_after_who_had_it_died(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "IN_HAND", timedelta(seconds=0.3))
    now = timezone.now()
    host = LinkHost.objects.named(f"127.0.0.1:{site.port}", now)
    assert host.take(now, now + rounds.IN_HAND), "and then the machine died"
    link(site.at("/goed"))
    assert turns(0) == [{"good": 1}]


def test_a_fault_of_ours_stops_no_other_link(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    odd, good = link(site.at("/0")), link(site.at("/goed"))
    real = rounds.look

    def trips(address: str, caller: Any) -> Any:
        if address.endswith("/0"):
            raise RuntimeError
        return real(address, caller)

    monkeypatch.setattr(rounds, "look", trips)
    assert turns(0) == [{"later": 1, "good": 1}]
    assert again(odd).next_look_at > timezone.now() + DAY / 2
    assert again(good).state == CheckedLink.State.GOOD


def test_a_link_that_goes_away_meanwhile_is_no_fault(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    link(site.at("/goed"))
    real = rounds.look

    def slowly(address: str, caller: Any) -> Any:
        CheckedLink.objects.all().delete()
        return real(address, caller)

    monkeypatch.setattr(rounds, "look", slowly)
    assert turns(0) == [{"good": 1}]
    gone = link(site.at("/0"))
    monkeypatch.setattr(rounds, "chosen", lambda _now: [gone.pk + 1])
    assert turns(0) == [{"gone": 1}]


# --- Daily work ---------------------------------------------------------------------------------------------------


def test_nothing_is_asked_unless_it_is_on(site: Site, settings: Any) -> None:
    settings.LINK_CHECK = {**settings.LINK_CHECK, "on": False}
    link(site.at("/goed"))
    for slug in ("links", "links-look"):
        run = carry_out(jobs[slug], timezone.now())
        assert run
        assert run.finished_at
        assert run.report == {}
    assert not site.asked


def test_the_worker_looks_a_few_every_minute(site: Site) -> None:
    link(site.at("/goed"))
    now = timezone.now()
    assert rehearse(jobs["links-look"], now) == {"due": 1}
    assert not site.asked, "a dry run asks nobody anything"
    run = carry_out(jobs["links-look"], now)
    assert run
    assert (run.error, run.report["good"]) == ("", 1)
    assert carry_out(jobs["links-look"], now) is None
    later = carry_out(jobs["links-look"], now + timedelta(minutes=1))
    assert later
    assert later.report["good"] == 1, "the report adds up the day"


def test_a_day_that_was_missed_is_made_up_for(site: Site, capsys: Any) -> None:
    yesterday = timezone.localdate() - DAY
    link(site.at("/goed"), next_look_at=timezone.now() - 3 * DAY)
    call_command("daily", job="links-look", date=yesterday)
    assert "good 1" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_a_host_once(site: Site, settings: Any) -> None:
    """Of many who want the same host at the same moment, one gets it."""
    now = timezone.now()
    host = LinkHost.objects.named("stad.example", now)
    start, taken = threading.Barrier(4), []

    def want() -> None:
        from django.db import connection  # noqa: PLC0415 - one for each thread

        start.wait()
        taken.append(LinkHost.objects.get(pk=host.pk).take(now, now + DAY))
        connection.close()

    threads = [threading.Thread(target=want) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, False, False, True]
