"""Addresses of what actors do together."""

from django.urls import path

from ecru.base.access import public

from . import feeds
from .views import collections, practices, regions, reuses, step_plans, volunteers

urlpatterns = [
    path("netwerk/", regions.region_list, name="region-list"),
    path("netwerk/kaart.json", regions.region_map, name="region-map"),
    path("netwerk/<slug:slug>/", regions.region_detail, name="region-detail"),
    path("stappenplannen/", step_plans.step_plan_list, name="step-plan-list"),
    path("stappenplannen/<slug:slug>/", step_plans.step_plan_detail, name="step-plan-detail"),
    path("stappenplannen/<slug:slug>/tekst/", step_plans.step_plan_text, name="step-plan-text"),
    path(
        "mijn/projecten/<slug:slug>/stappen/<slug:plan>/",
        step_plans.my_project_steps,
        name="my-project-steps",
    ),
    path("vrijwilligers/", volunteers.volunteer_list, name="volunteer-list"),
    path("vrijwilligers/<int:pk>/", volunteers.volunteer_detail, name="volunteer-detail"),
    path("vrijwilligers/verzoek/<str:token>/", volunteers.volunteer_request, name="volunteer-request"),
    path("mijn/vrijwilliger/", volunteers.my_volunteer, name="my-volunteer"),
    path("mijn/vrijwilliger/stoppen/", volunteers.my_volunteer_end, name="my-volunteer-end"),
    path(
        "mijn/vrijwilliger/verzoeken/<int:pk>/", volunteers.my_volunteer_request, name="my-volunteer-request"
    ),
    path("praktijken/", practices.practice_list, name="practice-list"),
    path("praktijken/feed/", public(feeds.NewPractices()), name="practice-feed"),
    path("praktijken/verzamelingen/", collections.collection_list, name="practice-collection-list"),
    path("praktijken/verzamelingen/<slug:slug>/", collections.collection_detail, name="practice-collection"),
    path("praktijken/<slug:slug>/", practices.practice_detail, name="practice-detail"),
    path("praktijken/<slug:slug>/kaart.png", practices.practice_card, name="practice-card"),
    path("praktijken/<slug:slug>/vraag/", practices.practice_ask, name="practice-ask"),
    path("praktijken/<slug:slug>/vraag/bedankt/", practices.practice_ask_thanks, name="practice-ask-thanks"),
    path("praktijken/<slug:slug>/beproefd/", practices.practice_prove, name="practice-prove"),
    path("praktijken/<slug:slug>/wij-ook/", reuses.practice_reuse, name="practice-reuse"),
    path(
        "praktijken/<slug:slug>/wij-ook/<int:pk>/", reuses.practice_reuse_change, name="practice-reuse-change"
    ),
]
