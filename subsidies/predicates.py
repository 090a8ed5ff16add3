"""The predicates of the rules: each looks at a plan and at one thing that a measure says, and tells what it finds.

Borders belong to what fits: an amount equal to the most, a plan of exactly as many months, the last day itself. What a
measure does not mention is never a reason to refuse.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from .findings import Euro, Finds, Given, Months, Names, Percent, caution, fits, given, refused
from .kinship import ACROSS, MAKING, MAY_BE, MONEY, parts_of
from .models import Cumulation, Standing
from .models.standing import BRUSSELS
from .plans import Company, Plan, Slugs
from .terms import Condition, Timing

SEVEN = 7  # municipalities in the network
ALL_FORMS = 7  # ways to come: a person, a group, a vzw, ...
HUNDRED = 100
YEAR = 12  # months
NOTHING: Finds = ()


def places(slugs: Slugs) -> Names:
    """Municipalities, to be said."""
    return Names("municipalities", slugs)


def after(day: date, months: int) -> date:
    """The same day ``months`` later (or earlier, below zero); the last of the month where that month is shorter."""
    count = day.year * YEAR + day.month - 1 + months
    year, month = count // YEAR, count % YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


# --- Whether, and when one can ask ----------------------------------------------------------------------------------


def exists(_plan: Plan, timing: Timing) -> Finds:
    """What exists no more helps nobody."""
    return refused("gone") if timing.is_over else NOTHING


def can_ask(_plan: Plan, timing: Timing) -> Finds:
    """Where its rounds stand now."""
    if timing.is_over:
        return NOTHING
    chance = timing.next
    if timing.standing == Standing.ONGOING:
        return fits("always")
    if timing.standing == Standing.OPEN:
        return fits("open", last=chance.at) if chance else fits("open_now")
    if timing.standing == Standing.CLOSING and chance:
        days = (chance.day - timing.today).days
        return caution({0: "today", 1: "tomorrow"}.get(days, "days"), days=days, last=chance.at)
    refusals = {Standing.SPENT: "spent", Standing.CLOSED: "closed"}
    if timing.standing in refusals:
        return refused(refusals[timing.standing])
    return to_come(timing) if timing.standing == Standing.EXPECTED else caution("unknown")


def to_come(timing: Timing) -> Finds:
    """What opens later: on a day that is known, or around the day on which it came before."""
    chance = timing.next
    if chance is None:
        return caution("holds", opens=timing.begins) if timing.begins else caution("later")
    if not chance.is_exact:
        return caution("expected", around=chance.day)
    if chance.opens:
        return caution("opens", opens=chance.opens.astimezone(BRUSSELS).date(), last=chance.at)
    begins = timing.begins  # from when it holds, which is not said to be when its round opens
    return caution("from", opens=begins, last=chance.at) if begins else caution("dated", last=chance.at)


def in_time(plan: Plan, timing: Timing) -> Finds:
    """Whether somebody can still ask before the plan begins."""
    if plan.begins is None or timing.is_over:
        return NOTHING
    if plan.begins < timing.today:
        return caution("begun")
    if not timing.chances:
        return NOTHING
    earlier = [chance for chance in timing.chances if chance.day <= plan.begins]
    if not earlier:
        return caution("late", around=timing.chances[0].day, begins=plan.begins)
    return fits("before", last=earlier[0].at) if earlier[0].is_exact else NOTHING


def about_rounds(_plan: Plan, timing: Timing) -> Finds:
    """What is said of the rounds to come, such as when a plan may begin; of which round, where it does not hold for all."""
    notes = {chance.note for chance in timing.chances}
    if len(notes) <= 1:
        return tuple(found for note in notes for found in given(note))
    return tuple(
        found
        for chance in timing.chances
        if chance.note
        for found in caution("of", day=chance.day, text=Given(chance.note))
    )


# --- Who and where --------------------------------------------------------------------------------------------------


def holds_there(plan: Plan, municipalities: Slugs) -> Finds:
    """Whether it holds in the municipalities of the plan."""
    if not municipalities:
        return caution("unknown")
    if not plan.municipalities:
        known = len(municipalities) < SEVEN
        return caution("only", places=places(municipalities)) if known else NOTHING
    inside, outside = plan.municipalities & municipalities, plan.municipalities - municipalities
    if not inside:
        return refused("elsewhere", own=places(outside), places=places(municipalities))
    there = fits("there", own=places(inside))
    return (*there, *caution("partly", own=places(outside))) if outside else there


def may_ask(plan: Plan, legal_forms: Slugs) -> Finds:
    """Whether somebody of this legal form may ask."""
    names = Names("legal_forms", legal_forms)
    if not legal_forms:
        return NOTHING
    if not plan.legal_form:
        return caution("only", forms=names) if len(legal_forms) < ALL_FORMS else NOTHING
    if plan.legal_form not in legal_forms:
        return refused("others", forms=names)
    return fits("may", own=Names("legal_forms", frozenset({plan.legal_form})))


def is_named(plan: Plan, legal_forms: Slugs, askers: Slugs) -> Finds:
    """Whether the source names who asks. It never refuses: who is named first need not be the only one."""
    if legal_forms:
        making = (askers & MAKING) - plan.groups
        return caution("named", groups=Names("groups", making)) if making else NOTHING
    if not askers:
        return caution("unknown") if plan.legal_form else NOTHING
    own = frozenset(asker for asker in askers if plan.legal_form in MAY_BE[asker])
    return (
        fits("as", groups=Names("groups", own)) if own else caution("named", groups=Names("groups", askers))
    )


def kind_asked(plan: Plan, kinds: Slugs) -> Finds:
    """Whether it is for this kind of actor; most measures do not say."""
    if not kinds:
        return NOTHING
    names = Names("actor_kinds", kinds)
    if not plan.actor_kind:
        return caution("only", kinds=names)
    return fits("for", kinds=names) if plan.actor_kind in kinds else refused("others", kinds=names)


# --- What, and for whom ---------------------------------------------------------------------------------------------


def for_people(plan: Plan, groups: Slugs, askers: Slugs) -> Finds:
    """Whether it is for the people of the plan. A group that is part of the one that is named counts."""
    names = Names("groups", groups)
    if not plan.groups:
        return caution("only", groups=names) if groups else NOTHING
    named = plan.groups & (groups | askers)
    if named:
        return fits("named", own=Names("groups", named))
    part = plan.groups & parts_of(groups)
    if part:
        return fits("part", own=Names("groups", part), groups=names)
    if not groups:
        return caution("unnamed", own=Names("groups", plan.groups))
    if groups & parts_of(plan.groups):
        return caution("narrower", groups=names)
    return caution("others", groups=names) if askers else refused("others", groups=names)


def of_discipline(plan: Plan, disciplines: Slugs) -> Finds:
    """Whether it is for this art form or field. One that goes across all others is never refused."""
    names = Names("disciplines", disciplines)
    if not plan.disciplines:
        return caution("only", disciplines=names) if disciplines else NOTHING
    if not disciplines:
        return caution("unnamed", own=Names("disciplines", plan.disciplines))
    same = plan.disciplines & (disciplines | parts_of(disciplines))
    if same:
        return fits("named", own=Names("disciplines", same))
    if disciplines & parts_of(plan.disciplines) or plan.disciplines & ACROSS or disciplines & ACROSS:
        return caution("perhaps", disciplines=names)
    return refused("others", disciplines=names)


def about_theme(plan: Plan, themes: Slugs) -> Finds:
    """Whether it is about the same; a theme alone never excludes."""
    if not plan.themes or not themes:
        return NOTHING
    same = plan.themes & themes
    return (
        fits("same", own=Names("themes", same)) if same else caution("others", themes=Names("themes", themes))
    )


def gives(plan: Plan, forms: Slugs) -> Finds:
    """Whether somebody gets what they look for."""
    names = Names("forms", forms)
    if plan.forms:
        if not forms:
            return caution("unknown")
        same = plan.forms & forms
        return fits("same", own=Names("forms", same)) if same else refused("others", forms=names)
    no_money = plan.amount and forms and not forms & MONEY
    return caution("no_money", forms=names) if no_money else NOTHING


def with_whom(plan: Plan, conditions: tuple[Condition, ...]) -> Finds:
    """Partners that are asked for: from another municipality, so many, from so many countries."""
    return tuple(found for condition in conditions for found in partners(plan, condition))


def partners(plan: Plan, condition: Condition) -> Finds:
    """One condition about partners: met, not met, or to watch as long as the plan does not say."""
    met, failed = {
        "andere-gemeente": (plan.crosses_borders, bool(plan.company)),
        "partners": (
            plan.company not in {"", Company.ALONE} and at_most(condition, 2),
            plan.company == Company.ALONE and not at_most(condition, 1),
        ),
        "landen": (
            plan.company == Company.ABROAD and at_most(condition, 2),
            plan.company not in {"", Company.ABROAD} and not at_most(condition, 1),
        ),
    }.get(condition.kind, (False, False))
    words = {"text": said(condition)}
    if met:
        return fits(condition.kind, **words)
    return refused("asked", **words) if failed and condition.excludes else caution("given", **words)


def at_most(condition: Condition, number: int) -> bool:
    """Whether it asks for at most ``number`` of them."""
    return condition.number is not None and condition.number <= number


def said(condition: Condition) -> Given:
    """Its own sentence."""
    return Given(condition.text, condition.text_en)


def to_read(_plan: Plan, conditions: tuple[Condition, ...]) -> Finds:
    """Conditions that nobody but the reader can judge."""
    return tuple(found for condition in conditions for found in caution("given", text=said(condition)))


def beforehand(plan: Plan, conditions: tuple[Condition, ...], timing: Timing) -> Finds:
    """Whether one can still ask so many months before the beginning, and not too soon either."""
    return tuple(found for condition in conditions for found in months_before(plan, condition, timing))


def months_before(plan: Plan, condition: Condition, timing: Timing) -> Finds:
    """One condition about how long before the beginning somebody asks."""
    if plan.begins is None or timing.is_over:
        return caution("given", text=said(condition))
    border = after(plan.begins, -int(condition.number or 0))
    days = [chance.day for chance in timing.chances] or [timing.today]
    if condition.kind == "hoogstens-maanden-vooraf":
        return NOTHING if max(days) >= border else caution("soon", first=border)
    if min(days) <= border:
        return fits("long_enough", last=border)
    guessed = any(not chance.is_exact for chance in timing.chances)
    short = refused if condition.excludes and not guessed else caution
    return short("too_late", last=border, text=said(condition))


# --- How much and how long ------------------------------------------------------------------------------------------


def amount_fits(
    plan: Plan, gives_money: bool, least: Decimal | None, most: Decimal | None, dearest: Decimal | None
) -> Finds:
    """Whether the amount lies between the least and the most; both belong to it. ``dearest``: what a plan may cost says enough."""
    if not plan.amount or not gives_money:
        return NOTHING
    asked = Euro(plan.amount)
    if most is not None and plan.amount > most:
        return refused("above", asked=asked, most=Euro(most))
    if least is not None and plan.amount < least:
        return refused("below", asked=asked, least=Euro(least))
    if most is not None:
        return fits("within", asked=asked, most=Euro(most))
    if least is not None:
        return fits("enough", asked=asked, least=Euro(least))
    return caution("unknown") if dearest is None else NOTHING


def large_enough(plan: Plan, gives_money: bool, least: Decimal | None) -> Finds:
    """Whether the plan costs at least the least that is given: nobody gets more than what it costs."""
    if not plan.cost or not gives_money or least is None or plan.cost >= least:
        return NOTHING
    return refused("below", cost=Euro(plan.cost), least=Euro(least))


def about_amount(plan: Plan, note: str) -> Finds:
    """What its giver says about the amount, for who asks for one."""
    return given(note) if plan.amount else NOTHING


def cost_fits(plan: Plan, most: Decimal | None, share: Decimal | None) -> Finds:
    """Whether the whole plan costs no more than it may. Who only tells what they ask for needs a plan of at least so much."""
    if most is None:
        return NOTHING
    if plan.cost:
        return (
            refused("above", cost=Euro(plan.cost), most=Euro(most))
            if plan.cost > most
            else fits("within", most=Euro(most))
        )
    if plan.amount and plan.amount * HUNDRED > most * (share or HUNDRED):
        return refused(
            "needs_more", asked=Euro(plan.amount), most=Euro(most), share=Percent(share or Decimal(HUNDRED))
        )
    return caution("limit", most=Euro(most))


def shares(plan: Plan, most: Decimal | None, own: Decimal | None) -> Finds:
    """Which part it pays, and which part one pays oneself: in euro for who told what the plan costs."""
    return (*paid_share(plan, most), *own_share(plan, own))


def paid_share(plan: Plan, most: Decimal | None) -> Finds:
    """The part that it pays."""
    if most is None or most >= HUNDRED:
        return NOTHING
    share = Percent(most)
    if not plan.cost:
        return caution("part", share=share)
    limit = (plan.cost * most / HUNDRED).quantize(Decimal("0.01"))
    if plan.amount and plan.amount > limit:
        return caution("too_much", share=share, limit=Euro(limit), asked=Euro(plan.amount))
    return fits("enough", share=share, limit=Euro(limit)) if plan.amount else caution("part", share=share)


def own_share(plan: Plan, own: Decimal | None) -> Finds:
    """The part that one pays oneself."""
    if not own:
        return NOTHING
    if not plan.cost:
        return caution("own", share=Percent(own))
    return caution(
        "own_sum", share=Percent(own), sum=Euro((plan.cost * own / HUNDRED).quantize(Decimal("0.01")))
    )


def lasts(plan: Plan, most: int | None) -> Finds:
    """Whether it lasts no longer than it may."""
    if most is None:
        return NOTHING
    if plan.begins is None or plan.ends is None:
        return caution("limit", months=Months(most))
    within = plan.ends <= after(plan.begins, most)
    return fits("within", months=Months(most)) if within else refused("longer", months=Months(most))


# --- What else to know ----------------------------------------------------------------------------------------------

COMBINED: Mapping[str, str] = {Cumulation.FORBIDDEN: "alone", Cumulation.PARTLY: "some"}


def together(_plan: Plan, cumulation: str, note: str) -> Finds:
    """Whether it goes together with other support."""
    if cumulation not in COMBINED:
        return NOTHING
    return given(note) if note else caution(COMBINED[cumulation])


def warned(_plan: Plan, watch_out: str) -> Finds:
    """What its giver or our editors warn of."""
    return given(watch_out)


def prepares(_plan: Plan, documents: str) -> Finds:
    """What to have ready."""
    lines = [line.strip() for line in documents.splitlines() if line.strip()]
    return caution("gather", documents="; ".join(lines)) if lines else NOTHING


def is_sure(_plan: Plan, certainty: str) -> Finds:
    """How sure we are of it."""
    doubts = {"onzeker": "unsure", "gedateerd": "dated"}
    return caution(doubts[certainty]) if certainty in doubts else NOTHING
