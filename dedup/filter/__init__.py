"""`dedup filter`: which lines of a stream of articles pass, and how an interrupted run goes on."""
