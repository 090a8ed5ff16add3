"""Who made which practice, kept in memory: what somebody did before says most about what they can do with others."""

from collections import defaultdict
from dataclasses import dataclass, field

from ecru.base.edition import remembered
from projects.models import Practice, PracticeActor

VOCABULARIES = ("target_groups", "themes", "disciplines")


@dataclass
class Deed:
    """A published practice: its title in the visitor's language, its first year if that is known, and its makers."""

    title: str
    year: int | None
    makers: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Deeds:
    """All published practices by key, and by who made them and agreed to be named."""

    practices: dict[int, Deed]
    of_actor: dict[int, list[int]]

    def makers(self, practice: int) -> list[int]:
        """The keys of who made ``practice``; nobody for what is not published."""
        deed = self.practices.get(practice)
        return deed.makers if deed else []


@remembered("projects.practice", "projects.practiceactor")
def deeds() -> Deeds:
    """What was done, as everyone may see it; two queries when something changed, else none."""
    published = Practice.objects.published().only("title", "title_en", "year_from")
    found = {practice.pk: Deed(practice.name, practice.year_from) for practice in published}
    of_actor: dict[int, list[int]] = defaultdict(list)
    for practice, actor in PracticeActor.objects.agreed().order_by("pk").values_list("practice", "actor"):
        if practice in found:
            found[practice].makers.append(actor)
            of_actor[actor].append(practice)
    return Deeds(found, dict(of_actor))
