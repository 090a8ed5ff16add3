"""Addresses of signing in and of one's own account. Two routes have a second name by which allauth knows them."""

from django.urls import path

from .views import mine, outside, proving, security, sign_in

urlpatterns = [
    path("aanmelden/", sign_in.sign_in, name="sign-in"),
    path("aanmelden/", sign_in.sign_in, name="account_login"),
    path("aanmelden/code/", sign_in.sign_in_code, name="sign-in-code"),
    path("aanmelden/tweede-stap/", sign_in.second_step, name="second-step"),
    path("aanmelden/tweede-stap/", sign_in.second_step, name="mfa_authenticate"),
    path("aanmelden/sleutel/", sign_in.passkey, name="sign-in-passkey"),
    path("aanmelden/elders/", outside.openid_start, name="openid-start"),
    path("aanmelden/elders/terug/", outside.openid_back, name="openid-back"),
    path("afmelden/", sign_in.sign_out, name="sign-out"),
    path("mijn/", mine.my, name="my"),
    path("mijn/account/", mine.account, name="my-account"),
    path("mijn/account/adres/", mine.address, name="my-address"),
    path("mijn/sessies/", mine.sessions, name="my-sessions"),
    path("mijn/niet-verstuurd/", mine.unsent, name="unsent"),
    path("mijn/bewijs/", proving.prove, name="prove"),
    path("mijn/beveiliging/", security.security, name="my-security"),
    path("mijn/beveiliging/wachtwoord/", security.password, name="my-password"),
    path("mijn/beveiliging/app/", security.app, name="my-app"),
    path("mijn/beveiliging/app/weg/", security.app_remove, name="my-app-remove"),
    path("mijn/beveiliging/sleutel/", security.passkey, name="my-passkey"),
    path("mijn/beveiliging/sleutel/<int:key>/weg/", security.passkey_remove, name="my-passkey-remove"),
    path("mijn/beveiliging/herstelcodes/", security.recovery_codes, name="my-recovery-codes"),
]
