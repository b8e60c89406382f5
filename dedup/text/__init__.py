"""Text: articles -> columns of words, furniture marked and left out."""
