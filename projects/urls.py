"""Addresses of what actors do together."""

from django.urls import path

from ecru.base.access import public

from . import feeds
from .views import (
    call_figures,
    calls,
    collections,
    matching,
    own_calls,
    partners,
    practices,
    projects,
    regions,
    reuses,
    sharing,
    sharing_files,
    step_plans,
    volunteers,
)

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
    path("hoe-we-koppelen/", matching.matching_explained, name="matching-explained"),
    path("mijn/actoren/<slug:slug>/voor-jou/", matching.my_actor_suggestions, name="my-actor-suggestions"),
    path("vrijwilligers/", volunteers.volunteer_list, name="volunteer-list"),
    path("vrijwilligers/<int:pk>/", volunteers.volunteer_detail, name="volunteer-detail"),
    path("vrijwilligers/verzoek/<str:token>/", volunteers.volunteer_request, name="volunteer-request"),
    path("mijn/vrijwilliger/", volunteers.my_volunteer, name="my-volunteer"),
    path("mijn/vrijwilliger/stoppen/", volunteers.my_volunteer_end, name="my-volunteer-end"),
    path(
        "mijn/vrijwilliger/verzoeken/<int:pk>/", volunteers.my_volunteer_request, name="my-volunteer-request"
    ),
    path("praktijken/nieuw/", sharing.practice_new, name="practice-new"),
    path("praktijken/bestanden/<int:pk>/", sharing_files.practice_file, name="practice-file"),
    path("praktijken/samen/<str:token>/", sharing_files.practice_consent, name="practice-consent"),
    path("mijn/praktijken/", sharing.my_practices, name="my-practices"),
    path("mijn/praktijken/<int:pk>/", sharing.my_practice, name="my-practice"),
    path("mijn/praktijken/foto/<int:pk>/", sharing_files.my_practice_picture, name="my-practice-picture"),
    path("mijn/praktijken/samen/<int:pk>/", sharing_files.my_practice_consent, name="my-practice-consent"),
    path(
        "mijn/praktijken/<int:pk>/voorbeeld/", sharing_files.my_practice_preview, name="my-practice-preview"
    ),
    path("mijn/praktijken/<int:pk>/<slug:part>/", sharing.my_practice_edit, name="my-practice-edit"),
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
    path("projecten/", projects.project_list, name="project-list"),
    path("projecten/feed/", public(feeds.NewProjects()), name="project-feed"),
    path("projecten/nieuw/", projects.project_new, name="project-new"),
    path("projecten/partner/<str:token>/", partners.partner_answer, name="partner-answer"),
    path("projecten/<slug:slug>/", projects.project_detail, name="project-detail"),
    path("projecten/<slug:slug>/kaart.png", projects.project_card, name="project-card"),
    path("projecten/<slug:slug>/meedoen/", partners.project_offer, name="project-offer"),
    path("mijn/projecten/", projects.my_projects, name="my-projects"),
    path("mijn/projecten/partner/<int:pk>/", partners.my_partnership, name="my-partnership"),
    path("mijn/projecten/<slug:slug>/", projects.my_project, name="my-project"),
    path("mijn/projecten/<slug:slug>/stap/", projects.my_project_stage, name="my-project-stage"),
    path("mijn/projecten/<slug:slug>/praktijk/", projects.my_project_practice, name="my-project-practice"),
    path("mijn/projecten/<slug:slug>/partners/", partners.my_project_partners, name="my-project-partners"),
    path("oproepen/", calls.call_list, name="call-list"),
    path("oproepen/feed/", public(feeds.OpenCalls()), name="call-feed"),
    path("oproepen/nieuw/", own_calls.call_new, name="call-new"),
    path("oproepen/vraag/<str:token>/", own_calls.call_question, name="call-question"),
    path("oproepen/<slug:slug>/", calls.call_detail, name="call-detail"),
    path("oproepen/<slug:slug>/kaart.png", calls.call_card, name="call-card"),
    path("oproepen/<slug:slug>/antwoord/", calls.call_answer, name="call-answer"),
    path("oproepen/<slug:slug>/antwoord/bedankt/", calls.call_answer_thanks, name="call-answer-thanks"),
    path("oproepen/<slug:slug>/klopt-niet/", calls.call_report, name="call-report"),
    path("oproepen/<slug:slug>/klopt-niet/bedankt/", calls.call_report_thanks, name="call-report-thanks"),
    path("mijn/oproepen/", own_calls.my_calls, name="my-calls"),
    path("mijn/oproepen/<slug:slug>/", own_calls.my_call, name="my-call"),
    path("mijn/oproepen/<slug:slug>/sluiten/", own_calls.my_call_close, name="my-call-close"),
    path("redactie/oproepen/", call_figures.call_figures, name="call-figures"),
]
