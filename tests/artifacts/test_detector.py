"""The detector: what it looks for in a text of each language."""

import pytest

from dedup.article import Article
from dedup.artifacts import Engine, load_rules
from dedup.artifacts.detector import Detector, judge_alone
from dedup.artifacts.translation_verdict import TextEvidence
from dedup.text.corpus import CorpusReader

ENGINE = Engine(load_rules(selected=["assistant", "ordinals"]))


def evidence(text: str, language: str | None) -> TextEvidence:
    (one,) = Detector(ENGINE)(CorpusReader()([Article(text=text)]), [language])
    return one


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El pleno aprobó el plan.\n\nComo modelo de lenguaje, no tengo acceso a esos datos."),
        ("fr", "Bien sûr ! Voici l'article reformulé :\n\nLe conseil a adopté le plan."),
        ("de", "Der Rat stimmte zu.\n\nAls KI-Sprachmodell habe ich keinen Zugriff auf aktuelle Daten."),
        ("ru", "Депутаты поддержали план.\n\nКак языковая модель, я не имею доступа к данным."),
        ("zh", "市议会通过了该方案。\n\n作为一个人工智能语言模型，我无法核实这些数据。"),
        ("ar", "وأقر المجلس الخطة.\n\nبصفتي نموذجًا لغويًا، لا يمكنني التحقق من هذه الأرقام."),
        ("fr", "The council voted.\n\nAs an AI language model, I cannot verify this."),
    ],
)
def test_an_assistant_is_known_in_its_own_language(language: str, text: str) -> None:
    assert judge_alone(evidence(text, language), 20).verdict == "assistant"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "«Como modelo de lenguaje, no tengo acceso a esos datos», respondió el asistente."),
        ("es", "Como modelo de lenguaje, ChatGPT no siempre acierta."),
        ("de", "„Als KI-Sprachmodell habe ich keine Meinung“, antwortete das Programm."),
        ("ru", "Вот почему депутаты поддержали план."),
        ("zh", "作为一种语言模型，它的表现令人惊讶。"),
    ],
)
def test_who_writes_of_assistants_in_another_language_is_no_assistant(language: str, text: str) -> None:
    assert judge_alone(evidence(text, language), 20).verdict == "insufficient"


def test_other_marks_are_looked_for_in_english_alone() -> None:
    text = "It was their 3e defeat in a row."
    assert [f.rule for f in evidence(text, "en").findings]
    assert evidence(text, "fr").findings == []
