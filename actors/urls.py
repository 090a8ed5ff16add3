"""Addresses of the field."""

from django.urls import path

from ecru.base.access import public

from . import feeds
from .views import asking, conversations, field, mine, public_answers, sign_in

urlpatterns = [
    path("actoren/", field.actor_list, name="actor-list"),
    path("actoren/feed/", public(feeds.NewActors()), name="actor-feed"),
    path("actoren/kaart.geojson", field.actor_map, name="actor-map"),
    path("actoren/<slug:slug>/", field.actor_detail, name="actor-detail"),
    path("actoren/<slug:slug>/kaart.png", field.actor_card, name="actor-card"),
    path("actoren/<slug:slug>/vraag/", asking.actor_ask, name="actor-ask"),
    path("actoren/<slug:slug>/vraag/bedankt/", asking.actor_ask_thanks, name="actor-ask-thanks"),
    path("actoren/<slug:slug>/klopt-niet/", asking.actor_report, name="actor-report"),
    path(
        "actoren/<slug:slug>/klopt-niet/bedankt/",
        asking.actor_report_thanks,
        name="actor-report-thanks",
    ),
    path("aanmelden/", sign_in.sign_in, name="sign-in"),
    path("afmelden/", sign_in.sign_out, name="sign-out"),
    path("mijn/actoren/<slug:slug>/", mine.my_actor, name="my-actor"),
    path("experten/", field.expert_list, name="expert-list"),
    path("experten/<slug:slug>/", field.expert_detail, name="expert-detail"),
    path("experten/<slug:slug>/kaart.png", field.expert_card, name="expert-card"),
    path("experten/<slug:slug>/vraag/", asking.expert_ask, name="expert-ask"),
    path("experten/<slug:slug>/vraag/bedankt/", asking.expert_ask_thanks, name="expert-ask-thanks"),
    path("experten/<slug:slug>/klopt-niet/", asking.expert_report, name="expert-report"),
    path(
        "experten/<slug:slug>/klopt-niet/bedankt/",
        asking.expert_report_thanks,
        name="expert-report-thanks",
    ),
    path("gemeenten/", field.municipality_list, name="municipality-list"),
    path("gemeenten/omtrek.geojson", field.municipality_outlines, name="municipality-outlines"),
    path("gemeenten/<slug:slug>/", field.municipality_detail, name="municipality-detail"),
    path("vraag/", asking.ask_team, name="ask-team"),
    path("vraag/bedankt/", asking.ask_team_thanks, name="ask-team-thanks"),
    path("vragen/", public_answers.public_answer_list, name="public-answer-list"),
    path("vragen/<slug:slug>/", public_answers.public_answer, name="public-answer"),
    path("gesprek/<str:token>/", conversations.conversation, name="conversation"),
    path("mijn/vragen/", conversations.my_conversations, name="my-conversations"),
    path("mijn/vragen/<int:pk>/", conversations.my_conversation, name="my-conversation"),
    path(
        "mijn/actoren/<slug:slug>/vragen/",
        conversations.my_actor_questions,
        name="my-actor-questions",
    ),
]
