"""Spark: the stages of a scan as jobs on a cluster. Texts stay with the executors; `run` has the order of the jobs."""
