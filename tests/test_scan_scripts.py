"""Scans of articles in many scripts: copies are found whatever is inside their words and however they are "
    "spelled, and
unrelated articles stay apart."""

from __future__ import annotations

from io import StringIO

import pytest

import dedup
from dedup.terminal.summary import print_summary

ENGLISH = (
    "County commissioners in Ellsmere voted 4-1 on Monday night to close the regional landfill by the end "
    "of next year, "
    "ending a dispute that has divided the rural district for almost a decade. The decision followed a three-hour "
    "hearing at which more than sixty residents spoke, most of them in favor of closing the site."
)
GEORGIAN = (
    "ქალაქის საბჭომ ოთხშაბათს მდინარის გასწვრივ ველოსიპედის ბილიკის მშენებლობა დაამტკიცა. მარშრუტი სადგურს "
    "ძველ წისქვილთან "
    "დააკავშირებს და მომავალ შემოდგომაზე დასრულდება. პროექტი ოთხი მილიონი ლარი დაჯდება, ნახევარს სახელმწიფო "
    "გადაიხდის."
)
OTHER_GEORGIAN = (
    "მეხანძრეებმა სამშაბათს საღამოს პორტის საწყობში გაჩენილი ხანძარი ჩააქრეს. მერიის წარმომადგენლის თქმით, "
    "არავინ დაშავებულა. "
    "ოთხმოცი მეხანძრე შუაღამემდე ადგილზე დარჩა. ხანძრის მიზეზი უცნობია და პოლიციამ გამოძიება დაიწყო."
)
VIETNAMESE = (
    "Hội đồng thành phố hôm thứ tư đã thông qua kế hoạch xây dựng một con đường dành cho xe đạp dọc theo "
    "sông. Con đường sẽ "
    "nối nhà ga với nhà máy cũ và dự kiến hoàn thành vào mùa thu năm sau. Dự án có chi phí bốn triệu đồng."
)
OTHER_VIETNAMESE = (
    "Lính cứu hỏa đã dập tắt đám cháy tại một nhà kho ở cảng vào tối thứ ba. Người phát ngôn của thành phố "
    "cho biết không có "
    "ai bị thương. Nguyên nhân của đám cháy vẫn chưa được biết và cảnh sát đã bắt đầu điều tra."
)
CHINESE = (
    "消防员周二晚间扑灭了港口一座仓库的大火。市政府发言人表示，没有人员受伤。"
    "大约八十名消防员在现场坚守到午夜之后。起火原因尚不清楚，警方已经展开调查。"
)
TRADITIONAL = (
    "消防員週二晚間撲滅了港口一座倉庫的大火。市政府發言人表示，沒有人員受傷。"
    "大約八十名消防員在現場堅守到午夜之後。起火原因尚不清楚，警方已經展開調查。"
)


def scan(*texts: str) -> dedup.Report:
    return dedup.scan([dedup.Article(id=str(n), text=t) for n, t in enumerate(texts)], only=["relations"], jobs=1)


@pytest.mark.parametrize(
    "copy",
    [
        ENGLISH.upper(),
        " ".join(word[:2] + "\u200e" + word[2:] if len(word) > 3 else word for word in ENGLISH.split(" ")),
        " ".join(word[:3] + "\u2063" + word[3:] if len(word) > 4 else word for word in ENGLISH.split(" ")),
        "  ".join(" ".join(word) for word in ENGLISH.split(" ")),
    ],
    ids=["capitals", "marks of direction", "invisible separators", "spaced letters"],
)
def test_what_shows_nothing_does_not_part_copies(copy: str) -> None:
    (relation,) = scan(ENGLISH, copy).relations
    assert relation.relation in ("identical", "near_verbatim")


@pytest.mark.parametrize(("one", "other"), [(CHINESE, TRADITIONAL), (GEORGIAN, GEORGIAN), (VIETNAMESE, VIETNAMESE)])
def test_copies_are_found_in_every_script(one: str, other: str) -> None:
    (relation,) = scan(one, other).relations
    assert relation.relation in ("identical", "near_verbatim")


@pytest.mark.parametrize(("one", "other"), [(GEORGIAN, OTHER_GEORGIAN), (VIETNAMESE, OTHER_VIETNAMESE)])
def test_unrelated_articles_stay_apart_in_every_script(one: str, other: str) -> None:
    assert scan(one, other).relations == []


def test_sentences_of_another_story_cover_no_more_than_themselves() -> None:
    story = (
        "नगर परिषद ने बुधवार को नदी के किनारे साइकिल मार्ग बनाने की मंजूरी दे दी। "
        "यह रास्ता स्टेशन को चक्की से जोड़ेगा और अगले साल शरद ऋतु तक तैयार होना है। "
        "प्रशासन के अनुसार परियोजना पर चार करोड़ रुपये खर्च होंगे जिसका आधा राज्य देगा। "
        "किसानों को डर है कि खेतों तक पहुँच का रास्ता बंद हो जाएगा। "
        "महापौर ने काम शुरू होने से पहले सभी प्रभावित लोगों से मिलने का वादा किया। "
        "जनमत संग्रह की कोई योजना नहीं है।"
    )
    other = (
        "दमकल कर्मियों ने मंगलवार की शाम बंदरगाह के एक गोदाम में लगी आग बुझा दी। "
        "नगर निगम के प्रवक्ता ने बताया कि कोई घायल नहीं हुआ। "
        "करीब अस्सी दमकल कर्मी आधी रात के बाद तक मौके पर रहे। "
        "आग लगने का कारण अभी पता नहीं चला है और पुलिस ने जाँच शुरू कर दी है। "
        "नुकसान करीब दो करोड़ रुपये का बताया गया है। "
        "लोगों से खिड़कियाँ बंद रखने को कहा गया क्योंकि घना धुआँ पुराने शहर पर छा गया था। "
        "रेल सेवा तीन घंटे तक बंद रही। "
        "यह रास्ता स्टेशन को चक्की से जोड़ेगा और अगले साल शरद ऋतु तक तैयार होना है। "
        "महापौर ने काम शुरू होने से पहले सभी प्रभावित लोगों से मिलने का वादा किया।"
    )
    found = scan(story, other)
    (relation,) = found.relations
    assert relation.relation == "partial"
    assert relation.coverage.a < 0.6
    assert relation.coverage.b < 0.6


def test_the_summary_says_in_which_languages_copies_alone_are_looked_for() -> None:
    shown = StringIO()
    print_summary(scan(GEORGIAN, OTHER_GEORGIAN, ENGLISH), shown)
    assert "only copies are looked for" in shown.getvalue()
    shown = StringIO()
    print_summary(scan(VIETNAMESE, ENGLISH), shown)
    assert "only copies are looked for" not in shown.getvalue()
