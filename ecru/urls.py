"""All addresses of the portal. Dutch stands at the root, English under ``/en/``; machines are spoken to in neither."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path
from django.views.static import serve

from actors.sitemaps import (
    ActorSitemap,
    ExpertSitemap,
    MunicipalitySitemap,
    PageSitemap,
    PublicAnswerSitemap,
)
from ecru.base.access import public
from ecru.portal import errors, gallery, health, home, pages, writing
from ecru.portal.links import views as links
from ecru.portal.needs import views as needs
from ecru.portal.search import views as search
from projects.sitemaps import (
    CallSitemap,
    CollectionSitemap,
    PracticeSitemap,
    ProjectSitemap,
    SharedPageSitemap,
)
from subsidies.sitemaps import MeasureSitemap, SupportPageSitemap

SITEMAPS = {
    "pages": PageSitemap,
    "actors": ActorSitemap,
    "experts": ExpertSitemap,
    "municipalities": MunicipalitySitemap,
    "answers": PublicAnswerSitemap,
    "shared-pages": SharedPageSitemap,
    "practices": PracticeSitemap,
    "collections": CollectionSitemap,
    "projects": ProjectSitemap,
    "calls": CallSitemap,
    "support-pages": SupportPageSitemap,
    "measures": MeasureSitemap,
}

urlpatterns = [
    path("beheer/", admin.site.urls),
    path("health/", health.live, name="health-live"),
    path("health/ready/", health.ready, name="health-ready"),
    path("robots.txt", pages.robots, name="robots"),
    path(".well-known/security.txt", pages.security_txt, name="security-txt"),
    path(
        "sitemap.xml",
        public(index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"},
        name="sitemap-index",
    ),
    path("sitemap-<section>.xml", public(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("media/<path:path>", public(serve), {"document_root": settings.MEDIA_ROOT}, name="media"),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("", include("actors.urls")),
        path("", include("projects.urls")),
        path("", include("subsidies.urls")),
        path("redactie/noden/", needs.need_list, name="need-list"),
        path("redactie/noden/nieuw/", needs.need_new, name="need-new"),
        path("redactie/noden/<slug:slug>/", needs.need_detail, name="need-detail"),
        path("redactie/noden/<slug:slug>/bewerken/", needs.need_edit, name="need-edit"),
        path("redactie/links/", links.link_report, name="link-report"),
        path("redactie/links/<int:pk>/", links.link_act, name="link-act"),
        path("zoeken/", search.search_page, name="search"),
        path("zoeken/suggesties/", search.suggestions, name="search-suggestions"),
        path("over/", pages.about, name="about"),
        path("toegankelijkheid/", pages.accessibility, name="accessibility"),
        path("privacy/", pages.privacy, name="privacy"),
        path("stijl/", gallery.style_gallery, name="style"),
        path("schrijfhulp/", writing.plain_words, name="plain-words"),
        prefix_default_language=False,
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
