"""The index of a fleet: one Redis that many machines ask, instead of a file that the processes of one machine share.

    seen = Prefilter("redis://host:6379/0")

All keys have one prefix in braces, so that a cluster keeps them on one node, where the scripts need them.
"""
