"""What people save: searches, of which they hear when something new fits, and records that they want to find back.

``watched`` and ``records`` are where apps say what can be saved; ``happenings`` knows what is new, ``subscribing`` changes
what somebody asked for, ``rounds`` tells them. Why so: docs/decisions/0021-saved-searches.md.
"""
