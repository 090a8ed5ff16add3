"""People with an account: signing in, the second step, sessions, and their own pages under ``/mijn/``.

What happens between a proof of who somebody is and being signed in is django-allauth's (stages, second step, rate limits);
pages, words, codes by mail and the list of sessions are ours. ``entering.enter`` is the door for links in mails.
"""
