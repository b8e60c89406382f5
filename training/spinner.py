"""Make dedup/artifacts/spinner.json, the tortured phrases that a synonym spinner leaves, and measure them.

    pip install symspellpy wordsegment
    python training/spinner.py ../shared/bench

Where from: the swaps (artificial -> counterfeit) are those that two or more tortured phrases of the Problematic Paper
Screener show (Cabanac, Labbe & Magazinov; CC BY 4.0), and those of spinner_pairs.txt; names and terms of the news are
those of spinner_names.txt and spinner_terms.txt. A collocation is a pair of words that is frequent in English; the same
pair with one word swapped is tortured if no counts of English (see english.py) and no human article know it. Renderings
are swaps that are learned from articles which a rule-based translator put into Spanish and back: words that the
originals lost and the returned texts gained in the same paragraphs. No spun text is learned from. What is printed is
measured with tables made without the human and returned articles of the fold; one group in four is kept apart and not
read.
"""

from __future__ import annotations

import json
import re
import zlib
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple

import msgspec
from articles import Labelled, labelled, native, rows
from english import SMALL_WORDS, English

from dedup.artifacts import Engine, load_rules
from dedup.artifacts.checks.spinner_phrases import (
    KEY,
    TABLE,
    PhraseTableFile,
    SwapKind,
    WordPair,
    enough,
    search,
    table_of,
)

HERE = Path(__file__).parent
HUMAN = ("human", "human_nonnative", "human_translation", "real", "stations", "reuters", "formal", "ocr")
FOLDS = 4
SHOWN_BY = 2  # tortured phrases that must show a swap: of swaps seen once, half are misaligned
RARE = 150_000  # a phrase with a word rarer than this is no news, and no medicine that the news speak of
BY_CHANCE = 4  # human articles that have a swapped word by chance: it is no evidence ...
RENDERED_BY_CHANCE = 60  # ... of a spinner, which has more words than a translator's dictionary
SEEN_IN = 3  # paragraphs that must show a rendering ...
ALIGNED = 0.35  # ... and its Dice coefficient with what it renders there
STEM = 4  # letters: two words that begin alike are forms of one, which learners of English mix up
LONG_NAME = 5  # words: any number of them may be swapped
LISTED = 1_000_000  # times: a rarer word is a slip of the dictionary
LONGEST = 4  # words of a phrase
# Words that rules of their own have beside small words.
TOLD_BY_RULES = """
    utilize ponder require discuss moment put domestic moreover esteem foremost arrange expansion occasion entirety
    exemption bolster prepare extend expand
"""
INDECENT = """
    tits porn nude naked xxx pussy cock cum anal sex sexy teen teens gay lesbian hentai erotic fucking fucked fuck
    blowjob slut shemale boobs bitch whore dating escort busty amateur cumshot facial mature horny milf bukkake
    hardcore nudity tit ass asses cunt dick handjob interracial lesbians bondage bdsm fetish gays penis orgy dildo
    upskirt voyeur viagra casino poker blackjack craps
"""
NO_EVIDENCE = """
    new crown, crown epidemic, innovative work, most crowded, smart device, dark out, quest engines, eye ailments,
    liver ailments, heart ailments, kidney ailments, heart attack, business knowledge, creepy crawlies,
    home appliances
"""  # translators and the press write so too

ABOUT = {
    "made_by": "training/spinner.py",
    "data": "Problematic Paper Screener (Cabanac, Labbe & Magazinov, CC BY 4.0), spinner_pairs.txt, spinner_names.txt, "
    "spinner_entities.txt, spinner_synonyms.txt, spinner_terms.txt, articles put into Spanish and back; "
    "counts of Google Web 1T and Google Books decide what is kept, none is in here",
}

NO_SPUN_NAMES = """
    National Safety Council, Central Station, Dark Mirror, State Office, Real Estate, Safety Council, Safety Department,
    Department of Safety, Department of Training, Division of Health, Division of Education, Division of Justice,
    Division of State, Division of Defense, Secretary of Safety, Energy Division, Defense Division, Court of Equity,
    World Trade Association, European Association, European Alliance, Clinical Center, Scientific Center,
    House of Delegates, Monarch Charles, Sovereign Charles, Modern Year, Gold Globe, Iron Guy, Black Ocean,
    State Division, Security Chamber, Divider Street, Dead Ocean, Olympic Sport, Homeland Safety
"""  # names of others
LEGAL = frozenset(("shall", "whereas", "hereby", "said"))  # contracts have them beside any word
INDECENT_WORDS = frozenset(INDECENT.split())
KINDS: tuple[SwapKind, ...] = ("collocation", "rendering", "phrase", "name")


def screened(bench: Path) -> Iterator[tuple[list[str], list[str], str]]:
    """Tortured phrases: their words, the words of what they stand for, and that as it is printed."""
    for row in json.loads((bench / "artifacts" / "tortured_phrases.json").read_text(encoding="utf-8"))["phrases"]:
        tortured = re.sub(r"\(.*?\)", "", row["tortured"].lower()).strip()
        original = " ".join(re.sub(r"\(.*?\)|\[.*?\]|[?\\\"]", "", row["correct"].lower()).split())
        yield re.split(r"[ -]+", tortured), re.findall("[a-z]+", original), original


def terms() -> Iterator[tuple[list[str], list[str], str]]:
    """The same of spinner_terms.txt."""
    for line in _lines("spinner_terms.txt"):
        original, variants = line.split(": ")
        for variant in variants.split(", "):
            yield variant.split(), original.split(), original


def read_swaps(bench: Path, english: English, *, by_hand: bool = True) -> set[WordPair]:
    """(new, old): what spinners put for a word; with the plurals of both."""
    seen = Counter[WordPair]()
    for tortured, original, _ in screened(bench):
        if len(tortured) == len(original):
            seen.update(
                (new, old)
                for new, old in zip(tortured, original, strict=True)
                if new != old and len(new) > 2 and len(old) > 2 and new.isalpha()
            )
    swaps = {pair for pair, count in seen.items() if count >= SHOWN_BY}
    if by_hand:
        for line in _lines("spinner_pairs.txt"):
            new, olds = line.split(": ")
            swaps |= {(new, old) for old in olds.split() if new.isalpha()}
    plurals = {(new + "s", old + "s") for new, old in swaps if not new.endswith("s") and not old.endswith("s")}
    singulars = {
        (new[:-1], old[:-1]) for new, old in swaps if new.endswith("s") and old.endswith("s") and not new.endswith("ss")
    }
    return swaps | {pair for pair in plurals | singulars if pair[0] in english.words and pair[1] in english.words}


def swapped_names(known: Container[WordPair], texts: Iterable[str]) -> dict[str, str]:
    """By name of spinner_entities.txt: the name with one word or two swapped, each way of spinner_synonyms.txt.

    Not where a text has it, nor where English has the two words of a short one side by side."""
    synonyms = {
        word: swaps.split(", ") for word, _, swaps in (line.partition(": ") for line in _lines("spinner_synonyms.txt"))
    }
    entities = [name for line in _lines("spinner_entities.txt") for name in line.split(", ")]
    found: dict[str, set[str]] = {}
    for name in entities:
        ways = [[word, *(s.title() for s in synonyms.get(word.lower(), ()))] for word in name.split()]
        for words in product(*ways):
            swapped = sum(word != way[0] for word, way in zip(words, ways, strict=True))
            variant = " ".join(words)
            if 0 < swapped <= (2 if len(ways) < LONG_NAME else len(ways)) and re.fullmatch("[A-Za-z ]+", variant):
                found.setdefault(name, set()).add(variant)
    wanted = {variant for variants in found.values() for variant in variants} - {
        *entities,
        *re.split(r",\s+", NO_SPUN_NAMES.strip()),
    }
    wanted = {v for v in wanted if v.count(" ") > 1 or tuple(v.lower().split()) not in known}
    for text in texts:
        wanted -= {variant for variant in wanted if variant in text}
    return {name: ", ".join(sorted(variants & wanted)) for name, variants in found.items() if variants & wanted}


def _lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def read_renderings(bench: Path, english: English, groups: set[str]) -> set[WordPair]:
    """(new, old): words that came back from a rule-based translator for others, in the articles of these groups."""
    gained, lost, both = Counter[str](), Counter[str](), Counter[WordPair]()
    texts = {row["id"]: row["text"] for row in rows(bench / "families" / "roundtrip_articles.jsonl.gz")}
    for group in sorted(groups):
        for original, returned in zip(
            texts[f"{group}-original"].split("\n"), texts[f"{group}-returned"].split("\n"), strict=False
        ):
            before, after = ({*re.findall("[a-z]{3,}", text.lower())} for text in (original, returned))
            gained.update(after - before)
            lost.update(before - after)
            both.update(product(after - before, before - after))
    return {
        (new, old)
        for (new, old), count in both.items()
        if count >= SEEN_IN
        and 2 * count >= ALIGNED * (gained[new] + lost[old])
        and new not in SMALL_WORDS
        and new[:STEM] != old[:STEM]
        and english.words[new] >= LISTED
    }


def tortured_pairs(
    swaps: set[WordPair], english: English, known: set[WordPair]
) -> dict[WordPair, tuple[str, str, int]]:
    """Pairs that nobody writes, each with the swap (new, old) that makes the likeliest collocation of it, and the place
    of the swap."""
    by_old = defaultdict(set)
    for new, old in swaps:
        by_old[old].add(new)
    best: dict[WordPair, tuple[int, str, str, int]] = {}
    for pair, count in english.pairs.items():
        for place, beside in enumerate(reversed(pair)):
            if pair[place] in by_old and INDECENT_WORDS.isdisjoint(pair) and english.is_collocation(pair, beside):
                for new in by_old[pair[place]]:
                    tortured = (new, beside) if place == 0 else (beside, new)
                    if (
                        tortured not in known
                        and LEGAL.isdisjoint(tortured)
                        and not (new in TOLD_BY_RULES.split() and beside in SMALL_WORDS)
                    ):
                        best[tortured] = max(best.get(tortured, (0, "", "", 0)), (count, new, pair[place], place))
    return {pair: (new, old, place) for pair, (_, new, old, place) in best.items()}


def tortured_phrases(bench: Path, english: English, known: set[WordPair], taken: Iterable[WordPair]) -> dict[str, str]:
    """By original: the screened phrases that English does not know, that no pair in `taken` is part of and no rule
    marks."""
    rules = Engine([rule for rule in load_rules() if rule.family.startswith("spinner-") and rule.check is None])
    pairs_taken, listed = {*taken}, re.split(r",\s+", NO_EVIDENCE.strip())
    found: dict[str, set[str]] = defaultdict(set)
    for words, original_words, original in (*screened(bench), *terms()):
        text, pairs = " ".join(words), {*pairwise(words)}
        usual = 2 <= len(words) <= LONGEST and 0 < len(original_words) <= LONGEST and not set("/,>~") & set(original)
        if (
            not usual
            or not all(re.fullmatch("[a-z]+", word) for word in words)
            or text in listed
            or words == original_words
        ):
            continue
        rare = min(english.words[word] for word in words + original_words) < RARE
        if (
            not rare
            and not pairs <= known
            and not pairs & pairs_taken
            and not rules(text, furniture=[])
            and not (len(words) == 2 and pairs & known)
        ):
            found[original].add(keyed(words, known))
    return {original: ", ".join(sorted(texts)) for original, texts in sorted(found.items())}


def keyed(words: list[str], known: set[WordPair]) -> str:
    """The phrase with a mark between the two words that it is to be looked up by: the first that English does not have
    side by side."""
    pairs = [*pairwise(word.lower() for word in words)]
    place = next((n for n, pair in enumerate(pairs) if pair not in known), 0)
    return " ".join(words[: place + 1]) + KEY + " ".join(words[place + 1 :])


def swapped(
    swaps: set[WordPair], english: English, texts: list[list[str]], taken: set[WordPair], chances: int
) -> dict[WordPair, tuple[str, str, int]]:
    """The tortured pairs of these swaps that no human text has, of words that stand in few of those that some have."""
    chance, known = Counter[str](), set(english.known)
    pairs = tortured_pairs(swaps, english, known)
    for words in texts:
        chance.update({pairs[pair][0] for pair in pairwise(words) if pair in pairs})
    for words in texts:
        known.update(pairwise(words))
    return {p: s for p, s in pairs.items() if p not in known and p not in taken and chance[s[0]] < chances}


def grouped(pairs: dict[WordPair, tuple[str, str, int]]) -> dict[str, tuple[str, str]]:
    """By swap, the words that it stands before and behind."""
    found: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for pair, (new, old, place) in sorted(pairs.items()):
        found[f"{new}>{old}"][place].append(pair[1 - place])
    return {swap: (" ".join(behind), " ".join(before)) for swap, (behind, before) in sorted(found.items())}


def build(
    bench: Path, english: English, humans: Iterable[Labelled], returned: set[str], *, by_hand: bool = True
) -> PhraseTableFile:
    """The table that English and these articles, human ones and groups of returned ones, leave."""
    humans = list(humans)
    texts = [re.findall("[a-z]+", one.text.lower()) for one in humans]
    known = english.known.union(*(pairwise(words) for words in texts))
    names = dict(line.split(": ") for line in _lines("spinner_names.txt"))
    for name, variants in swapped_names(english.known, (one.text for one in humans)).items():
        names[name] = ", ".join(dict.fromkeys([*filter(None, names.get(name, "").split(", ")), *variants.split(", ")]))
    in_names = {
        pair for variants in names.values() for name in variants.lower().split(", ") for pair in pairwise(name.split())
    }
    collocations = swapped(read_swaps(bench, english, by_hand=by_hand), english, texts, in_names, BY_CHANCE)
    renderings = swapped(
        read_renderings(bench, english, returned), english, texts, in_names | {*collocations}, RENDERED_BY_CHANCE
    )
    return PhraseTableFile(
        collocations=grouped(collocations),
        renderings=grouped(renderings),
        phrases=tortured_phrases(bench, english, known, {*collocations, *renderings, *in_names}),
        names={
            name: ", ".join(keyed(v.split(), known) for v in variants.split(", ")) for name, variants in names.items()
        },
    )


class Found(NamedTuple):
    """Which families mark an article: by the table, and by rules of patterns."""

    label: str
    table: frozenset[SwapKind]
    rules: frozenset[str]


def look(texts: Iterable[Labelled], file: PhraseTableFile, rules: Engine) -> Iterator[Found]:
    """What a table and the rules mark in texts, as the checks decide it."""
    table = table_of(file)
    for one in texts:
        words, found = search(one.text, table)
        families = frozenset(f.family for f in rules(one.text, furniture=[]) if f.claims == "spun")
        yield Found(one.label, frozenset(kind for kind in KINDS if enough(words, found, kind)), families)


def show(title: str, found: list[Found]) -> dict[str, dict[str, float]]:
    """Articles per 1,000 of each label that each family marks, and that two do; printed too."""
    print(title)
    rates: dict[str, dict[str, float]] = {}
    for label in sorted({one.label for one in found}):
        ours = [one for one in found if one.label == label]
        counts = Counter(family for one in ours for family in one.table | one.rules)
        counts["two or more"] = sum(len(one.table | one.rules) > 1 for one in ours)
        rates[label] = {name: round(1000 * n / len(ours), 1) for name, n in sorted(counts.items())}
        print(f"  {label:18} {len(ours):5}  " + "  ".join(f"{name} {rate}" for name, rate in rates[label].items()))
    return rates


def main() -> None:
    """Measure, then write the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path)
    bench = parser.parse_args().bench
    english, texts = English(), [*labelled(bench), *native(bench)]
    rules = Engine([rule for rule in load_rules() if rule.claims == "spun" and rule.check is None])
    kept = [t for t in texts if t.label in HUMAN or t.label == "returned"]
    fold = {t: zlib.crc32(f"fold {t.group}".encode()) % FOLDS for t in kept}
    for by_hand in (False, True):
        found: list[Found] = []
        for n in range(FOLDS + 1):  # the last has no fold of its own: the table that is kept
            learned = [t for t in kept if fold[t] != n]
            groups = {t.group for t in learned if t.label == "returned"}
            file = build(bench, english, [t for t in learned if t.label in HUMAN], groups, by_hand=by_hand)
            found += look([t for t in texts if fold.get(t, FOLDS) == n], file, rules)
        rates = show(f"per 1,000 articles, {'with' if by_hand else 'without'} spinner_pairs.txt", found)
    content = msgspec.to_builtins(file)
    TABLE.write_text(
        json.dumps({**ABOUT, "marked_of_1000": rates, **content}, indent=0, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    sizes = [len(content[name]) for name in ("collocations", "renderings", "phrases", "names")]
    print(f"{sizes} swaps, renderings, originals and names in {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
