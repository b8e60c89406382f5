"""What an index says of an article that repeats others: how much of it is new, what it supersedes, which version it
is."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup import Article, Prefilter

FIRE = (
    "Crews put out a fire at a warehouse in the port on Tuesday night. Nobody was hurt, a city spokesman said. "
    "About eighty firefighters stayed until after midnight. The cause is not yet known and the police have opened an "
    "inquiry. "
    "The damage is put at two million dollars. People living nearby were told to keep their windows shut because thick "
    "smoke lay over the old town. Trains on the harbor line stood still for three hours."
)
PATH = (
    "The city council voted on Wednesday to build a bicycle path along the river. The route will join the station to "
    "the old mill and should be ready next fall. According to city staff the project will cost four million dollars, "
    "half of it paid by the state. Farmers fear that they will lose the way to their fields. The mayor promised to "
    "meet everyone concerned before work begins. No public vote is planned."
)
RAIN = (
    "Rice prices on world markets rose five percent last month as drought cut harvests in several countries. Exporters "
    "expect them to stay high until the end of the year, and some growers are holding back their crop. The trade "
    "ministry said that stocks at home are large enough and that it will not limit sales abroad."
)
ADDRESS = "https://ledger.example/news/port-fire-1234567"


def article(id: str, text: str, url: str | None = None, outlet: str | None = None) -> Article:
    return Article(id=id, text=text, url=url, outlet=outlet)


def test_a_first_article_is_all_new_and_a_copy_is_not(seen: Prefilter) -> None:
    assert seen.check_and_add(article("a", FIRE)).novelty == 1.0
    copy = seen.check_and_add(article("b", f"UPDATE 2-Port fire\n\n{FIRE}"))
    assert (copy.novelty, copy.supersedes) == (0.0, [])
    assert seen.check_and_add(article("a", FIRE)).novelty == 0.0


def test_a_fuller_text_is_new_by_what_it_adds_and_supersedes_the_shorter_one(seen: Prefilter) -> None:
    seen.check_and_add(article("a", FIRE))
    verdict = seen.check_and_add(article("b", f"{FIRE} {RAIN}"))
    words, added = len(f"{FIRE} {RAIN}".split()), len(RAIN.split())
    assert verdict.novelty == pytest.approx(added / words, abs=0.01)
    assert verdict.supersedes == ["a"]
    assert verdict.matches[0].proves


def test_what_several_articles_cover_together_is_not_new(seen: Prefilter) -> None:
    for name, text in (("a", FIRE), ("b", PATH), ("c", RAIN)):
        seen.check_and_add(article(name, text))
    digest = seen.check_and_add(article("d", f"{FIRE}\n\n{PATH}\n\n{RAIN}"))
    assert (digest.novelty, digest.supersedes) == (0.0, ["a", "b", "c"])


def test_an_alert_proves_nothing_of_a_longer_story(seen: Prefilter) -> None:
    seen.check_and_add(article("alert", "Crews put out a fire at a warehouse"))
    verdict = seen.check_and_add(article("full", FIRE))
    assert not any(match.proves for match in verdict.matches)
    assert verdict.novelty is not None and verdict.novelty > 0.8


def test_a_few_words_of_a_short_text_count_as_none_and_six_do_not(seen: Prefilter) -> None:
    seen.check_and_add(article("a", PATH))
    assert seen.check(article("b", f"{PATH} Work begins in May next.")).novelty == 0.0
    assert seen.check(article("c", f"{PATH} Work begins there in May next.")).novelty == pytest.approx(6 / 79, abs=0.01)


def test_words_in_the_gaps_of_a_copied_passage_are_new(seen: Prefilter) -> None:
    """Every fourth word is another one: the passages hold together, and the words between are counted."""
    words = f"{FIRE} {PATH}".split()
    seen.check_and_add(article("a", " ".join(words)))
    changed = [f"zq{n}v" if n % 8 == 7 else word for n, word in enumerate(words)]
    verdict = seen.check_and_add(article("b", " ".join(changed)))
    assert verdict.novelty == pytest.approx(1 / 8, abs=0.02)


def test_words_that_a_scanner_misread_are_not_new(seen: Prefilter) -> None:
    seen.check_and_add(article("a", f"{FIRE} {PATH}"))
    misread = f"{FIRE} {PATH}".replace("m", "rn").replace("ee", "cc")
    verdict = seen.check_and_add(article("b", misread))
    assert verdict.novelty is not None and verdict.novelty <= 0.02


def test_a_correction_says_what_it_changes(seen: Prefilter) -> None:
    seen.check_and_add(article("a", f"{FIRE} {RAIN}"))
    text = f"{FIRE} {RAIN}".replace("eighty", "ninety")
    (match,) = seen.check_and_add(article("b", text)).matches
    at = text.index("ninety")
    assert [tuple(change) for change in match.changed] == [("eighty", "ninety", at, at + 6)]


def test_another_text_at_one_address_of_one_outlet_is_a_version(seen: Prefilter) -> None:
    seen.check_and_add(article("a", FIRE, ADDRESS, "The Ledger"))
    verdict = seen.check_and_add(
        article("b", FIRE.replace("eighty", "ninety"), f"{ADDRESS}?utm_source=x", "the ledger")
    )
    assert (verdict.version_of, verdict.known) == ("a", False)
    assert [(change.old, change.new) for change in verdict.changed] == [("eighty", "ninety")]
    third = seen.check_and_add(article("c", FIRE.replace("eighty", "sixty"), ADDRESS, "The Ledger"))
    assert (third.version_of, third.changed[0].old) == ("b", "ninety")


def test_a_changed_slug_with_the_number_of_the_article_is_one_address(seen: Prefilter) -> None:
    seen.check_and_add(article("a", FIRE, ADDRESS))
    url = "https://www.ledger.example/news/warehouse-burns-in-port-1234567"
    assert seen.check_and_add(article("b", f"{FIRE} {RAIN}", url)).version_of == "a"


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        (ADDRESS, "Valley Courier"),
        ("https://ledger.example/news/port-fire-7654321", "The Ledger"),
        (None, "The Ledger"),
    ],
)
def test_another_outlet_or_address_is_another_article(seen: Prefilter, url: str | None, outlet: str) -> None:
    seen.check_and_add(article("a", FIRE, ADDRESS, "The Ledger"))
    assert seen.check_and_add(article("b", FIRE.replace("eighty", "ninety"), url, outlet)).version_of is None


def test_another_text_under_one_id_of_the_user_is_a_version(seen: Prefilter) -> None:
    seen.check_and_add(article("a", FIRE))
    verdict = seen.check_and_add(article("a", f"{FIRE} {RAIN}"))
    assert (verdict.id, verdict.version_of) == ("a#2", "a")
    made_up = Article(id="news.jsonl:1", text=FIRE, path="news.jsonl", line=1)
    seen.check_and_add(made_up)
    later = Article(id="news.jsonl:1", text=f"{FIRE} {PATH}", path="news.jsonl", line=1)
    assert seen.check_and_add(later).version_of is None


def test_one_id_at_two_outlets_is_no_version(seen: Prefilter) -> None:
    """Tools write the canonical link as the id: the copies stay those of their outlets."""
    seen.check_and_add(article(ADDRESS, FIRE, ADDRESS, "The Ledger"))
    verdict = seen.check_and_add(article(ADDRESS, f"{FIRE} {RAIN}", ADDRESS, "Valley Courier"))
    assert (verdict.id, verdict.version_of) == (f"{ADDRESS}#2", None)
    assert {record.article.outlet for record in seen.records()} == {"The Ledger", "Valley Courier"}


def test_the_same_text_at_one_address_is_known_under_whatever_id(seen: Prefilter) -> None:
    seen.check_and_add(article("a", FIRE, ADDRESS))
    again = seen.check_and_add(article("b", FIRE, f"{ADDRESS}#comments"))
    assert (again.known, again.id, seen.stats().articles) == (True, "a", 1)
    assert not seen.check_and_add(article("b", FIRE, ADDRESS), keep_id=True).known
    assert seen.stats().articles == 2


def test_without_texts_nothing_is_measured_and_ids_make_versions(place: Path | str) -> None:
    with Prefilter(place, text=False) as seen:
        seen.check_and_add(article("a", f"{FIRE} {RAIN}"))
        verdict = seen.check_and_add(article("a", f"{FIRE} {RAIN} {PATH}"))
        assert (verdict.novelty, verdict.version_of, verdict.changed) == (None, "a", [])


def test_an_index_keeps_the_origins_of_an_article(seen: Prefilter) -> None:
    seen.add(Article(id="a", text=FIRE, url="https://ledger.example/a", origins=("https://apnews.com/b",)))
    assert [record.article.origins for record in seen.records()] == [("https://apnews.com/b",)]
    (match,) = seen.check(Article(id="b", text=FIRE, outlet="AP")).matches
    assert match.direction == "b_from_a"
