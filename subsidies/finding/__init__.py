"""Finding support for a plan: which measures fit, in which order, what is near, and what is missing.

``sifting`` lets the rules of ``eligibility`` refuse what does not fit, over all measures at once; ``directory`` is the page and its
address; ``gaps`` counts what nobody gives.
"""
