"""Addresses of the field."""

from django.urls import include, path

from ecru.base.access import public

from . import feeds
from .views import contact, editing, expertise, field, freshness, mail, mine, my_data, network, own_past

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
    path("", include("actors.accounts.urls")),
    path("mijn/actoren/<slug:slug>/", mine.my_actor, name="my-actor"),
    path("mijn/mail/", mail.my_mail, name="my-mail"),
    path("mijn/gegevens/", my_data.my_data, name="my-data"),
    path("mijn/gegevens/downloaden/", my_data.my_data_download, name="my-data-download"),
    path("mijn/gegevens/verwijderen/", my_data.my_data_delete, name="my-data-delete"),
    path("mijn/gegevens/verwijderd/", my_data.my_data_deleted, name="my-data-deleted"),
    path("mail/stop/<str:token>/", mail.mail_stop, name="mail-stop"),
    path("mail/keuzes/<str:token>/", mail.mail_choices, name="mail-choices"),
    path("mijn/actoren/<slug:slug>/nakijken/", freshness.my_actor_freshness, name="my-actor-freshness"),
    path("bevestigen/<str:token>/", freshness.freshness_answer, name="freshness-answer"),
    path("regie/", network.start, name="network-start"),
    path("regie/netwerk/", network.cockpit, name="network"),
    path("regie/netwerk/tabel.csv", network.table, name="network-table"),
    path("regie/netwerk/<slug:slug>/vraag/", network.ask, name="network-ask"),
    path("regie/netwerk/<slug:slug>/archief/", network.put_away, name="network-archive"),
    path("mijn/actoren/<slug:slug>/expertise/", expertise.my_actor_expertise, name="my-actor-expertise"),
    path("mijn/expert/", expertise.my_expert, name="my-expert"),
    path("mijn/expert/stoppen/", expertise.my_expert_end, name="my-expert-end"),
    path("regie/experten/", expertise.network_experts, name="network-experts"),
    path("experten/word-expert/", expertise.expert_apply, name="expert-apply"),
    path("experten/pauze/<str:token>/", expertise.expert_pause, name="expert-pause"),
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
