"""Addresses of what actors do together."""

from django.urls import path

from .views import sharing, sharing_files, volunteers

urlpatterns = [
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
    path("mijn/praktijken/<int:pk>/<slug:part>/", sharing.my_practice_edit, name="my-practice-edit"),
]
