"""Addresses of the field."""

from django.urls import path

from ecru.base.access import public

from . import feeds
from .views import contact, editing, field, mine, own_past, sign_in

urlpatterns = [
    path("actoren/", field.actor_list, name="actor-list"),
    path("actoren/feed/", public(feeds.NewActors()), name="actor-feed"),
    path("actoren/kaart.geojson", field.actor_map, name="actor-map"),
    path("actoren/<slug:slug>/", field.actor_detail, name="actor-detail"),
    path("actoren/<slug:slug>/kaart.png", field.actor_card, name="actor-card"),
    path("actoren/<slug:slug>/vraag/", contact.actor_ask, name="actor-ask"),
    path("actoren/<slug:slug>/vraag/bedankt/", contact.actor_ask_thanks, name="actor-ask-thanks"),
    path("actoren/<slug:slug>/klopt-niet/", contact.actor_report, name="actor-report"),
    path(
        "actoren/<slug:slug>/klopt-niet/bedankt/",
        contact.actor_report_thanks,
        name="actor-report-thanks",
    ),
    path("aanmelden/", sign_in.sign_in, name="sign-in"),
    path("afmelden/", sign_in.sign_out, name="sign-out"),
    path("mijn/actoren/<slug:slug>/", mine.my_actor, name="my-actor"),
    path("mijn/actoren/<slug:slug>/bewerken/<slug:part>/", editing.my_actor_edit, name="my-actor-edit"),
    path("mijn/actoren/<slug:slug>/klopt/", editing.my_actor_confirm, name="my-actor-confirm"),
    path("mijn/actoren/<slug:slug>/intrekken/", editing.my_actor_withdraw, name="my-actor-withdraw"),
    path("mijn/actoren/<slug:slug>/geschiedenis/", own_past.my_actor_history, name="my-actor-history"),
    path(
        "mijn/actoren/<slug:slug>/geschiedenis/<slug:change>/",
        own_past.my_actor_undo,
        name="my-actor-undo",
    ),
    path("experten/", field.expert_list, name="expert-list"),
    path("experten/<slug:slug>/", field.expert_detail, name="expert-detail"),
    path("experten/<slug:slug>/kaart.png", field.expert_card, name="expert-card"),
    path("experten/<slug:slug>/vraag/", contact.expert_ask, name="expert-ask"),
    path("experten/<slug:slug>/vraag/bedankt/", contact.expert_ask_thanks, name="expert-ask-thanks"),
    path("experten/<slug:slug>/klopt-niet/", contact.expert_report, name="expert-report"),
    path(
        "experten/<slug:slug>/klopt-niet/bedankt/",
        contact.expert_report_thanks,
        name="expert-report-thanks",
    ),
    path("gemeenten/", field.municipality_list, name="municipality-list"),
    path("gemeenten/omtrek.geojson", field.municipality_outlines, name="municipality-outlines"),
    path("gemeenten/<slug:slug>/", field.municipality_detail, name="municipality-detail"),
]
