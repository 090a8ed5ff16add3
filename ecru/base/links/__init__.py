"""Links that lead out of the portal: which there are, whether they still work, and since when not.

Every app says in its module ``checked_links`` where its links stand. Nothing is asked of other sites unless ``LINK_CHECK``
is on; then at most one thing at a time of one host, and never of a machine that is not on the open web.
"""
