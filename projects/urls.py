"""Addresses of what actors do together."""

from django.urls import path

from .views import matching, volunteers

urlpatterns = [
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
]
