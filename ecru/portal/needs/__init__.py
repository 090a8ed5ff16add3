"""The register of needs: what the field misses, how often that is heard, and what answers it.

It stands under the roof, because what is heard comes from questions (``actors``) and from searches that found nothing
(``ecru.portal``), and what answers comes from every app.
"""
