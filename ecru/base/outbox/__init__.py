"""The outbox: a mail is stored first and sent later, so that a dead mail server or worker loses nothing.

``posting`` takes mails in, ``delivery`` sends them, ``worker`` keeps at it. Why so: docs/decisions/0008-outbox.md.
"""
