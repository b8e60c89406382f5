"""Which marks are spoken of: a report that quotes a chat assistant, or lists what spinners write, does neither.

A mark is a mention inside quotation marks of any kind; in a sentence that names it as a phrase, a slip or an answer;
behind a colon of somebody who answers; in a line of an interview; and anywhere in an article about translation errors
or spun texts. Everything here looks at a bounded stretch around the mark, but for the topic, which is looked for once.
"""

from __future__ import annotations

from typing import Final

import regex

from dedup.artifacts.document import Document
from dedup.artifacts.rule import Rule
from dedup.cached_property import cached_property
from dedup.records import Claim, MarkStatus

REACH: Final = 400  # characters on both sides of a mark that are taken for its sentence at most
LABELLED: Final = 2  # lines of distinct speakers that make a text an interview

_BORDER: Final = regex.compile(r"[.!?][”’\"')\]]{0,2}\s|\n")
# What names the mark beside it as words that somebody else put
_SPOKEN_OF: Final = regex.compile(
    r"(?i)\b(?:phras(?:es?|ings?)|wordings?|the words?(?! of)|expressions? (?:such|like|as)|typos?|misprints?|gibberish"
    r"|garbled|mistransl\w{2,8}|translated as|rendered (?:as|in)|renderings?|st(?:ands?|ood) for|tortured"
    r"|synonyms?|paraphras(?:ed|ing|er)|spun|spinners?)\b"
)
_ANSWERED: Final = regex.compile(
    r"(?i)\b(?:phras(?:es?|ings?)|wordings?|the words?(?! count)|(?:it|he|she|they|which|who|chatbots?|bots?|chatgpt|"
    r"assistants?|programs?|machines?|models?|students?|essays?|papers?) (?:simply |then |only |merely |politely )?"
    r"(?:said|says?|wrote|writes?|repl(?:y|ies|ied)|answer(?:s|ed)?|respond(?:s|ed)?|insist(?:s|ed)?|added|joked|began|"
    r"begins?|ended|ends?|read|reads|printed|returned|produced|refused)"
    r"|quot(?:ed|ing)|cop(?:ied|ying)|begins? with|began with|end(?:s|ed)? with|start(?:s|ed)? with"
    r"|left (?:in|over)|turned up in|appear(?:s|ed) in|found in|tokens?|mark-?up|tags? (?:such|like|called|named)"
    r"|giveaways?|tell-?tale|boilerplate|placeholders?|prompts? (?:such|like)|template)\b"
)
_INTRODUCED: Final = regex.compile(
    r"(?i)\b(?:said|says?|wrote|writes?|repl(?:y|ies|ied)|answers?|answered|respon[ds]\w{0,6}|read|reads|ask(?:s|ed)"
    r"|messages?|e-?mails?|letters?|not(?:e|es|ice)|chatgpt|gpt-?\d?|chatbots?|bots?|gemini|bard|claude|copilot|grok"
    r"|following|asked|text|posted|quot\w{1,4}|example|examples|sign|signs"
    # The same of other languages, whose texts are searched for the words of assistants too
    r"|dijo|dice|respond\w{1,4}|contest[óa]|escrib\w{1,4}|escrev\w{1,4}|disse|répond\w{0,4}|écri\w{1,3}|antwort\w{1,4}"
    r"|schrieb|sagte?|ha detto|rispo\w{2,4}|scri\w{2,5}|antwoordde|zei|ответил\w{0,2}|пишет|написал\w{0,2}"
    r"|сказал\w{0,2}|odpowie\w{2,5}|odpisał\w?)\b"
)
_TOPIC: Final = regex.compile(
    r"(?i)\b(?:tortured phrases?|mistranslat(?:ed|es|ions?|ing)|machine[- ]translat(?:ed|ions?|ors?)"
    r"|translation (?:errors?|blunders?|fails?|mistakes?|tools?|software)"
    r"|(?:article|text|content|synonym)[- ]spinn(?:ers?|ing)|spun (?:articles?|news|content|texts?|copies)"
    r"|paraphrasing (?:tools?|software)|spinning (?:tools?|software))\b"
)
# A notice speaks of the text that it is in
_NOTICE: Final = regex.compile(
    r"(?i)\b(?:this|the (?:above|original|following)) (?:article|text|page|story|post|news|item|content|report"
    r"|translation|is an? (?:machine|automat\w{2,5}|ai|computer))|\boriginal (?:text|article)|\bdisclaimer\b"
    r"|\b(?:may|might) contain\b"
    r"|(?:^|\n)[^\n]{0,30}\btranslat(?:ed|ion) by\b"
)
_SPEAKER: Final = regex.compile(
    r"(?m)^[ \t]{0,4}(?P<who>\p{Lu}[\p{L}\p{N}.’'-]{0,20}(?: \p{Lu}[\p{L}\p{N}.’'-]{0,20}){0,3}): (?=\S)"
)
_LABELS: Final = """
note notes title headline headlines subtitle summary disclaimer output response introduction conclusion slug source
sources photo image keywords tags category text translation lead body byline dateline answer rewritten user assistant
prompt instruction system
"""
_NO_SPEAKERS: Final = frozenset(_LABELS.split())
_BOT: Final = regex.compile(
    r"(?i)(?:chat)?bot|chatgpt|(?:chat)?gpt[-\d. ]{0,4}\w{0,6}|ai|a\.i\.|gemini|bard|claude|copilot|grok"
    r"|siri|alexa|bing|a|answer"
)
_OPENED: Final = regex.compile(r"(?<![\p{L}\p{N}])['‘](?=[\p{L}\[<])(?P<rest>[^\n]{0,400})$")
_CLOSED: Final = regex.compile(r"(?<=[\p{L}\p{N}.,!?…\]>])['’](?![\p{L}\p{N}])")


class Mentions:
    """Says of the marks in one document whether they are spoken of.

    >>> Mentions(Document("“As an AI language model, I cannot,” it said.")).holds(1, 25, "assistant")
    True
    """

    def __init__(self, document: Document) -> None:
        self._document = document

    def status_of(self, start: int, end: int, rule: Rule) -> MarkStatus:
        """Return whether the mark [start, end) of this rule counts."""
        held = not rule.about_quotations and self.holds(start, end, rule.claims)
        return "quoted" if held else "counted"

    def holds(self, start: int, end: int, claims: Claim) -> bool:
        """Return whether the mark [start, end) of the document, which claims this, is spoken of and not made."""
        if claims == "translated":
            return False
        if self._document.is_quoted(start) or self._in_single_marks(start, end):
            return True
        low, high = self._sentence(start, end)
        text = self._document.text
        beside = f"{text[low:start]} \n {text[end:high]}"
        if claims == "assistant":
            return _ANSWERED.search(beside) is not None or self._is_answer(start)
        return _SPOKEN_OF.search(beside) is not None or self._is_about

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        text = self._document.text
        low = max(0, start - REACH)
        for border in _BORDER.finditer(text, low, start):
            low = border.end()
        after = _BORDER.search(text, max(start, end - 2), end + REACH)
        return low, after.start() + 1 if after else min(len(text), end + REACH)

    def _in_single_marks(self, start: int, end: int) -> bool:
        """Return whether single quotation marks are around the mark, in its line."""
        text = self._document.text
        opened = _OPENED.search(text, max(0, start - REACH), start + 1)
        if opened is None or _CLOSED.search(text, opened.start() + 1, start):
            return False
        line = text.find("\n", end, end + REACH)
        return _CLOSED.search(text, max(start, end - 2), line if line >= 0 else end + REACH) is not None

    def _is_answer(self, start: int) -> bool:
        """Return whether a colon, a question or a speaker's name before the mark's paragraph says who speaks."""
        text = self._document.text
        begin = text.rfind("\n", 0, start) + 1
        before = text[max(0, begin - REACH) : begin].rstrip().rpartition("\n")[2]
        here = text[max(begin, start - REACH) : start]
        if before.endswith("?") or (before.endswith(":") and _INTRODUCED.search(before)):
            return True
        head, colon, _ = here.rpartition(":")
        if colon and head.strip(" \t*#(").lower() not in _NO_SPEAKERS and _INTRODUCED.search(head):
            return True
        speaker = _SPEAKER.match(text, begin)
        if speaker is None or speaker["who"].split()[0].lower() in _NO_SPEAKERS:
            return False
        return self._is_interview or _BOT.fullmatch(speaker["who"]) is not None

    @cached_property
    def _is_interview(self) -> bool:
        who = {match["who"] for match in _SPEAKER.finditer(self._document.text)}
        return sum(name.split()[0].lower() not in _NO_SPEAKERS for name in who) >= LABELLED

    @cached_property
    def _is_about(self) -> bool:
        """Return whether the article reports on translation errors or spun texts."""
        for match in _TOPIC.finditer(self._document.text):
            low, high = self._sentence(*match.span())
            if _NOTICE.search(self._document.text, low, high) is None:
                return True
        return False
