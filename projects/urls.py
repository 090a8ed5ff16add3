"""Addresses of what actors do together."""

from django.urls import path

from . import views

urlpatterns = [
    path("vrijwilligers/", views.volunteer_list, name="volunteer-list"),
    path("vrijwilligers/<int:pk>/", views.volunteer_detail, name="volunteer-detail"),
    path("vrijwilligers/verzoek/<str:token>/", views.volunteer_request, name="volunteer-request"),
    path("mijn/vrijwilliger/", views.my_volunteer, name="my-volunteer"),
    path("mijn/vrijwilliger/stoppen/", views.my_volunteer_end, name="my-volunteer-end"),
    path("mijn/vrijwilliger/verzoeken/<int:pk>/", views.my_volunteer_request, name="my-volunteer-request"),
]
