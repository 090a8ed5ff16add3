"""Addresses of what actors do together."""

from django.urls import path

from ecru.base.access import public

from .feeds import NewProjects, OpenCalls
from .views import call_figures, calls, own_calls, partners, projects, volunteers

urlpatterns = [
    path("vrijwilligers/", volunteers.volunteer_list, name="volunteer-list"),
    path("vrijwilligers/<int:pk>/", volunteers.volunteer_detail, name="volunteer-detail"),
    path("vrijwilligers/verzoek/<str:token>/", volunteers.volunteer_request, name="volunteer-request"),
    path("mijn/vrijwilliger/", volunteers.my_volunteer, name="my-volunteer"),
    path("mijn/vrijwilliger/stoppen/", volunteers.my_volunteer_end, name="my-volunteer-end"),
    path(
        "mijn/vrijwilliger/verzoeken/<int:pk>/", volunteers.my_volunteer_request, name="my-volunteer-request"
    ),
    path("projecten/", projects.project_list, name="project-list"),
    path("projecten/feed/", public(NewProjects()), name="project-feed"),
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
    path("oproepen/feed/", public(OpenCalls()), name="call-feed"),
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
