"""Figures about dossiers: what was asked and granted, where and by whom, how long it took, and who never asked.

A number and the list behind it come from one selection (``Selection``), so that they cannot differ.
"""
