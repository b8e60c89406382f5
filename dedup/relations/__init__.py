"""Relations: what candidate pairs have in common, and what that proves."""
