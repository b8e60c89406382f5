"""What words of a language look like where English words do not: endings, letters, and words that need no ending to be known."""

from __future__ import annotations

from typing import Final

# Endings that English coinages take too (-ive, -ant, -ate, -age, -able, -al, -er, -ism) are left out, and plurals of loans ("barrios").
SHAPES: Final = {
    "es": r"\p{L}{2,}(?:ci[oó]n|ciones|sión|siones|[ai]dor(?:es|as?)|iendo|ando|idad(?:es)?|[ai]miento|[ai]mientos|encias?|anzas?|mente"
    r"|(?<![vhpt])[ae]r(?:se|los?|las?)|irse|(?<!s)tar|[bdglnsvz]ar|[aist]car|erar|ivar|[ai]d[ao]s?|iv[oa]s|[aou]ri[oa]s?|tores|toras?|istas"
    r"|ntes|ar[áé]n?|aban?|aron|ieron|osos?|osas?)|[a-záéíóúñü]*[áíóúñ][a-záéíóúñü]*",
    "fr": r"\p{L}{2,}(?:euse?s?|eux|trices?|aires?|iques|istes|eurs|aient|ières?|oises?|aises?|iennes?|ienne|onnels?|onnelles?|ettes|ifs|isme"
    r"|ements|atoires?|oires|atique|ivité|ssements?|lerie|crates|ance?s)|\p{L}*[èêëâîûùœ]\p{L}*|\p{L}*é\p{L}+|\p{L}{3,}é|\p{L}*ç[aou]\p{L}*",
    "it": r"\p{L}{2,}(?:zion[ei]|ament[oi]|iment[oi]|[aui]t[oi]|tor[ei]|issim[aoie]|os[oi]|ett[oi]|ell[oi]|ezz[ae]|ari[ao]|istic[aoi]"
    r"|ggi[oa]|enza|enze|anza|anze|ndosi|arono|erono|irono)|\p{L}*[àìòù]\p{L}*",
    "pt": r"\p{L}{2,}(?:ç[ãõ]\p{L}+|mentos?|agens|eir[oa]s?|inh[oa]s?|os[oa]s?|[ai]d[oa]s?|ndo|aram|eram|iram|[bcdghjlmnprstvz]ou|dade|dades)"
    r"|\p{L}*[ãõ]\p{L}*|\p{L}*ç\p{L}*",
    "de": r"\p{L}{2,}(?:ungen|ung|keit|keiten|heit|heiten|schaft|schaften|isch(?:e[nrs]?)|lich(?:e[nrs]?)?)|\p{L}*[ßäöü]\p{L}*",
    "tr": r"\p{L}*[ığş]\p{L}*",
    "is": r"\p{L}*[áéíóúýæöþð]\p{L}*(?:um|ar|ur|ir|nn|na|a|s|ið|ta)|\p{L}*[þð]\p{L}*",
}

# Foreign by look, yet English news writes them without a gloss.
LOANS: Final = frozenset(
    """aficionado aficionados amigos barrio barrios bolivares bolívares burrito burritos carabinieri centimos chavista chavistas churros
    corrida corridas cruzeiros desaparecidos doppelgänger dónde empanada empanadas favelas fiancé fiancée führer galactico galacticos
    gendarme glühwein gratis guerrilleros hombres incommunicado jalapeño literati maté mojitos narcos paparazzi peshmerga piñata piñatas
    pistolero pistoleros querida sicario sicarios subito tifosi über ultras
    abogados cantautor cognoscenti colectivo colectivos compañero compañeros dirigiste glitterati graffitied illuminati latinos merengues
    caipirinha caipirinhas cachaça feijoada feijoadas maracujá açaí
    metaverse mujahidin mujahedeen mujahideen niçoise piqueteros plurinational señor señora señores señorita soignée soirée soirées
    bandmates squadmates teammates flatmates crewmates bedmates adipocytes wagyu tiramisù doner döner crème brûlée""".split()
)

# Words too short or too plain to be told by their shape.
LANGUAGE_WORDS: Final = {
    "es": frozenset(
        """aunque cual cuando cuenta darse desde donde durante entonces ese esta estaba fue hace hacia hasta igual luego mientras muy ninguno
        nuestro nunca otro para pero porque pues quien quienes según sido siempre sino sobre solo tampoco tiene todavía todos tras una ver
        lunes miércoles jueves viernes enero febrero marzo junio julio agosto septiembre octubre noviembre diciembre""".split()
    )
    - frozenset("ver solo igual sobre una esta para cuenta donde cuando".split()),
    "fr": frozenset(
        """ainsi alors aussi avec beaucoup celle celui cette chaque comme depuis donc encore jamais lorsque mais moins notre ont parce pendant
        peut plusieurs pourtant quelque quelques selon seulement toujours toutes vers voici lundi mercredi jeudi vendredi samedi dimanche
        janvier février avril juillet août septembre octobre novembre décembre afin""".split()
    )
    - frozenset("encore mais avec".split()),
    "it": frozenset(
        """anche ancora degli della delle dello perché però poi quale quando quindi sempre soltanto sono stato tutto tutti lunedì martedì
        giovedì venerdì gennaio febbraio luglio settembre ottobre dicembre mentre""".split()
    )
    - frozenset("poi sempre quando".split()),
    "pt": frozenset(
        """ainda ambos assim aquele aquela daquele dele deles desse deste enquanto então essa esse isso já muito nada nesse onde pela pelo
        porém qual quem também janeiro fevereiro março maio junho julho setembro outubro dezembro""".split()
    )
    - frozenset("onde nada já".split()),
    "de": frozenset(
        """auch aber dass durch eine einem einen einer gegen haben jedoch kein keine nach nicht noch nur oder schon sehr seine seit sich sind
        sondern und unter viele von weil wenn werden wieder wurde zwischen""".split()
    ),
    "is": frozenset("einnig ekki eða frá hefur sagði verið voru yfir".split()),
    "tr": frozenset("ancak çünkü daha değil diye göre için ile kadar olan olarak sonra tarafından veya yeni".split()),
}
