"""What a person sees in a terminal: the summary of a report, two articles side by side, marks as linters print them."""
