"""How fast the portal is (``make bench``): its pages beside plain Django on the same data. See docs/bench.md."""
