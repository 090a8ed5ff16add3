"""Addresses of the field."""

from django.urls import path

from ecru.base.access import public

from . import feeds
from .views import contact, desk, field, invitations, joining, mine, people, sent, sign_in

urlpatterns = [
    path("actoren/", field.actor_list, name="actor-list"),
    path("actoren/feed/", public(feeds.NewActors()), name="actor-feed"),
    path("actoren/kaart.geojson", field.actor_map, name="actor-map"),
    path("actoren/nieuw/", joining.actor_new, name="actor-new"),
    path("actoren/nieuw/tweelingen/", joining.actor_new_twins, name="actor-new-twins"),
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
    path("actoren/<slug:slug>/beheren/", joining.actor_claim, name="actor-claim"),
    path("uitnodiging/<str:token>/", invitations.invitation, name="invitation"),
    path("aanmelden/", sign_in.sign_in, name="sign-in"),
    path("afmelden/", sign_in.sign_out, name="sign-out"),
    path("mijn/actoren/<slug:slug>/", mine.my_actor, name="my-actor"),
    path("mijn/actoren/<slug:slug>/mensen/", people.my_actor_people, name="my-actor-people"),
    path(
        "mijn/actoren/<slug:slug>/mensen/overdragen/",
        people.my_actor_hand_over,
        name="my-actor-hand-over",
    ),
    path("mijn/actoren/<slug:slug>/mensen/weggaan/", people.my_actor_leave, name="my-actor-leave"),
    path("mijn/actoren/<slug:slug>/mensen/<int:pk>/", people.my_actor_person, name="my-actor-person"),
    path(
        "mijn/actoren/<slug:slug>/mensen/uitnodiging/<int:pk>/",
        people.my_actor_invitation,
        name="my-actor-invitation",
    ),
    path(
        "mijn/actoren/<slug:slug>/mensen/aanvraag/<int:pk>/",
        people.my_actor_request,
        name="my-actor-request",
    ),
    path("mijn/uitnodigingen/<int:pk>/", invitations.my_invitation, name="my-invitation"),
    path("mijn/ingestuurd/", sent.my_items, name="my-items"),
    path("mijn/ingestuurd/<int:pk>/", sent.my_item, name="my-item"),
    path("redactie/", desk.desk_queue, name="desk"),
    path("redactie/afgehandeld/", desk.desk_settled, name="desk-settled"),
    path("redactie/uitnodigen/", desk.desk_invite, name="desk-invite"),
    path("redactie/uitnodigen/<int:pk>/", desk.desk_invitation, name="desk-invitation"),
    path("redactie/<int:pk>/", desk.desk_item, name="desk-item"),
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
