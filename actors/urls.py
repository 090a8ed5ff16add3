"""Addresses of the field."""

from django.urls import path

from ecru.base.access import public

from . import feeds, views

urlpatterns = [
    path("actoren/", views.actor_list, name="actor-list"),
    path("actoren/feed/", public(feeds.NewActors()), name="actor-feed"),
    path("actoren/kaart.geojson", views.actor_map, name="actor-map"),
    path("actoren/<slug:slug>/", views.actor_detail, name="actor-detail"),
    path("actoren/<slug:slug>/kaart.png", views.actor_card, name="actor-card"),
    path("aanmelden/", views.sign_in, name="sign-in"),
    path("afmelden/", views.sign_out, name="sign-out"),
    path("experten/", views.expert_list, name="expert-list"),
    path("experten/<slug:slug>/", views.expert_detail, name="expert-detail"),
    path("experten/<slug:slug>/kaart.png", views.expert_card, name="expert-card"),
    path("gemeenten/", views.municipality_list, name="municipality-list"),
    path("gemeenten/omtrek.geojson", views.municipality_outlines, name="municipality-outlines"),
    path("gemeenten/<slug:slug>/", views.municipality_detail, name="municipality-detail"),
]
