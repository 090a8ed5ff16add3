"""Addresses of the field."""

from django.urls import path

from ecru.base.access import public

from . import contact_views, feeds, views

urlpatterns = [
    path("actoren/", views.actor_list, name="actor-list"),
    path("actoren/feed/", public(feeds.NewActors()), name="actor-feed"),
    path("actoren/kaart.geojson", views.actor_map, name="actor-map"),
    path("actoren/<slug:slug>/", views.actor_detail, name="actor-detail"),
    path("actoren/<slug:slug>/kaart.png", views.actor_card, name="actor-card"),
    path("actoren/<slug:slug>/vraag/", contact_views.actor_ask, name="actor-ask"),
    path("actoren/<slug:slug>/vraag/bedankt/", contact_views.actor_ask_thanks, name="actor-ask-thanks"),
    path("actoren/<slug:slug>/klopt-niet/", contact_views.actor_report, name="actor-report"),
    path(
        "actoren/<slug:slug>/klopt-niet/bedankt/",
        contact_views.actor_report_thanks,
        name="actor-report-thanks",
    ),
    path("aanmelden/", views.sign_in, name="sign-in"),
    path("afmelden/", views.sign_out, name="sign-out"),
    path("experten/", views.expert_list, name="expert-list"),
    path("experten/<slug:slug>/", views.expert_detail, name="expert-detail"),
    path("experten/<slug:slug>/kaart.png", views.expert_card, name="expert-card"),
    path("experten/<slug:slug>/vraag/", contact_views.expert_ask, name="expert-ask"),
    path("experten/<slug:slug>/vraag/bedankt/", contact_views.expert_ask_thanks, name="expert-ask-thanks"),
    path("experten/<slug:slug>/klopt-niet/", contact_views.expert_report, name="expert-report"),
    path(
        "experten/<slug:slug>/klopt-niet/bedankt/",
        contact_views.expert_report_thanks,
        name="expert-report-thanks",
    ),
    path("gemeenten/", views.municipality_list, name="municipality-list"),
    path("gemeenten/omtrek.geojson", views.municipality_outlines, name="municipality-outlines"),
    path("gemeenten/<slug:slug>/", views.municipality_detail, name="municipality-detail"),
]
