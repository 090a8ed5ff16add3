"""A project leads to its dossiers, for who may see those; and a dossier leads to its project."""

import pytest

from ecru.base.models import Publication
from projects.models import Project
from tests.actors.conftest import signed_in
from tests.actors.markup import read
from tests.factories import ProjectFactory, ProjectPartnerFactory
from tests.subsidies.dossier_cast import DOSSIERS, Cast
from tests.subsidies.dossier_factories import DossierFactory

pytestmark = pytest.mark.django_db
MINE = "/mijn/projecten/straatfeest/"


@pytest.fixture
def project(cast: Cast) -> Project:
    """What the choir does."""
    made: Project = ProjectFactory(title="Straatfeest", slug="straatfeest", lead=cast.choir)
    return made


def test_its_people_find_the_dossiers_of_a_project_on_the_page_where_they_keep_it(
    cast: Cast, project: Project
) -> None:
    nour = signed_in(cast.nour)
    assert "Steun die jullie" not in read(nour.get(MINE)).words
    dossier = cast.dossier(project=project, title="Geld voor de straat")
    other = cast.dossier(title="Iets anders")
    page = read(nour.get(MINE))
    assert dossier.get_absolute_url() in page.links
    assert other.get_absolute_url() not in page.links
    assert "Steun die jullie voor dit project vragen" in page.words
    assert "Geld voor de straat" in page.words
    assert dossier.get_absolute_url() not in read(nour.get(project.get_absolute_url())).links


def test_a_dossier_of_others_for_the_same_project_stays_theirs(cast: Cast, project: Project) -> None:
    partner = ProjectPartnerFactory(project=project).actor
    hidden = DossierFactory(actor=partner, project=project, title="Van de partner")
    assert hidden.get_absolute_url() not in read(signed_in(cast.nour).get(MINE)).links


def test_a_dossier_leads_to_a_project_that_shows(cast: Cast, project: Project) -> None:
    dossier, nour = cast.dossier(project=project), signed_in(cast.nour)
    page = f"{DOSSIERS}{dossier.pk}/"
    assert "/projecten/straatfeest/" in read(nour.get(page)).links
    Project.objects.update(status=Publication.DRAFT)
    assert "/projecten/straatfeest/" not in read(nour.get(page)).links
