"""The names under which scrapers write the parts of an article: a table, the first name with a usable value wins.

Looked up in the sources of the tools:
- trafilatura as JSON (xml.py, build_json_output): `text`, `raw_text` (all in one line), `title`, `date`, `hostname`,
  `source-hostname` (the site's name), `source` (the URL!), `id` (mostly null), `fingerprint`; as a dict: `url`,
  `sitename`.
- news-please (NewsArticle.get_dict, ExtractedInformationStorage): `maintext`, in older versions `text`; `title`,
  `title_page`,
  `title_rss`, `date_publish` (the string "None" where it is not known), `source_domain`, `url`.
- fundus (Article.to_json, ArticleBody.serialize): `body`, an object of `summary` and `sections`, these of `headline`
  and
  `paragraphs`, all lists of strings; `plaintext`, `title`, `publishing_date`, `publisher`.
- newspaper: `text`, `title`, `publish_date`, `canonical_link`, `meta_site_name`, `source_url`. schema.org NewsArticle:
  `articleBody`, `headline`, `datePublished`, `publisher.name`. NewsAPI: `content`, `publishedAt`, `source.name`. Event
  Registry: `body`, `source.title`. CC-News: `domain`. Media Cloud: `media_name`. feedparser: `link`, `published`,
  `guid`. MongoDB: `_id.$oid`. ninjs (IPTC): `uri`, `headline` or `headlines`, `body_text`, `body_xhtml` or `bodies`,
  `versioncreated`, `evolvedfrom`. Media Cloud: `stories_id`, `story_text`. GDELT: `seendate`. WordPress:
  `title.rendered`, `content.rendered`. JSON Feed: `content_text`, `content_html`, `date_published`. The Guardian:
  `webTitle`, `webUrl`, `webPublicationDate`, `fields.bodyText`. Hugging Face: `article`, `document`.

Not ids: trafilatura's `fingerprint` (the same for near copies, which are what is looked for) and schema.org's
`identifier` (often that of the publisher).
"""

from __future__ import annotations

from typing import Final

ID: Final = ("id", "_id", "uid", "uuid", "guid", "article_id", "stories_id", "story_id", "uri", "AN")

TEXT: Final = (
    "text",
    "maintext",
    "plaintext",
    "body",
    "content",
    "articleBody",
    "article_text",
    "article_body",
    "full_text",
    "fulltext",
    "article",
    "raw_text",
    "body_text",
    "bodyText",
    "content_text",
    "story_text",
    "article_content",
    "document",
    "story",
    "bodies",
    "content_html",
    "body_xhtml",
    "body_html",
    "html",
    "raw_html",
    "page_html",
)
"""The last are markup, which is cleaned, or whole pages, whose article is looked for."""

TITLE: Final = ("title", "headline", "article_title", "title_page", "title_rss", "webTitle", "headlines")

URL: Final = (
    "url",
    "link",
    "article_url",
    "web_url",
    "webUrl",
    "fetched_url",
    "final_url",
    "response_url",
    "requested_url",
    "page_url",
)
"""The address that was fetched."""

ORIGIN: Final = (
    "source-url",
    "source_url",
    "canonical_url",
    "canonical_link",
    "canonicalUrl",
    "canonical",
    "og_url",
    "og:url",
    "original_url",
    "originalUrl",
    "original-source",
    "original_source",
    "syndication-source",
    "syndication_source",
    "syndication_url",
    "origins",
)
"""Addresses that the page itself gives: its own, which counts where no other is known, or that of the original."""

ORIGINS: Final = "origins"
"""The addresses of originals as an export of an index has them, in a list."""

HOST: Final = ("source-hostname", "source_domain", "hostname", "domain")
"""Names of OUTLET that may hold the host of the page that was fetched."""

PUBLISHED: Final = (
    "published",
    "date",
    "date_publish",
    "publishing_date",
    "publish_date",
    "date_published",
    "datePublished",
    "published_at",
    "publishedAt",
    "published_date",
    "publication_date",
    "pub_date",
    "pubDate",
    "webPublicationDate",
    "seendate",
    "firstcreated",
    "versioncreated",
    "contentcreated",
)

OUTLET: Final = (
    "outlet",
    "source",
    "sitename",
    "site_name",
    "source-hostname",
    "publisher",
    "source_name",
    "media_name",
    "meta_site_name",
    "newspaper",
    "provider",
    "copyrightholder",
    "source_domain",
    "hostname",
    "domain",
)

URL_OR_OUTLET: Final = "source"
"""trafilatura writes the article's URL under this name, everybody else the outlet: a value that is a URL counts as one.
"""

AUTHOR: Final = ("author", "authors", "byline", "creator", "article_author")

EVOLVED: Final = ("evolvedfrom", "evolvedFrom")
"""The item that this one is made from (ninjs); an origin where it is another site's."""

INNER: Final = ("name", "title", "$oid", "$date", "rendered", "value")
"""The fields of the string where a field is an object: schema.org and NewsAPI, Event Registry, MongoDB, WordPress,
ninjs."""

INNER_TEXT: Final = ("rendered", "value", "plain", "#text")
"""The fields of the text where the field of the text is an object."""

WRAPPERS: Final = ("_source", "fields", "attributes", "article", "document", "data", "content", "item", "node")
"""Objects in which the fields of a record are: Elasticsearch, the Guardian, JSON:API and others."""

NULLS: Final = frozenset({"None", "none", "null", "NULL", "NaN", "nan", "NaT", "N/A", "n/a"})
"""Strings for a missing value: `str(None)` in news-please, the missing values of pandas."""
