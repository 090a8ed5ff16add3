"""Coverage: where support exists, where somebody looked and found none, and where nobody looked yet.

A cell is a municipality of the network and one word of an axis (a target group, a form, a discipline, a kind of actor). What is
found is counted from the catalogue in memory (``counting``); that somebody looked is a record (``checking``); what people ask
for in vain is told by whoever knows (``heard``). ``telling`` says it in sentences. See docs/gaps.md.
"""
