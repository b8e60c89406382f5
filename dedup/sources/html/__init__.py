"""Pages: HTML -> the text of the article, and what the page says of it. Needs the extra `html`."""
