"""What the tokens of a name are: titles, particles, generational suffixes, compounds; and the endings that derive one
name from another."""

from __future__ import annotations

from typing import Final

from dedup.names.spelling_tokens import GENERATION, JOINED, PARTICLE, TITLE

ROLES: Final = {
    # The Arabic article in its assimilated forms; "son of", "from", "of the" in the languages of the news.
    PARTICLE: "al el ul il as ash ach asch ad an ar at az es ed er ez en bin ibn ben bint bent binti ould oglu van "
    "von der den de da di du del della dos das do la le les los las y e i the of and wa va",
    TITLE: "mr mrs ms miss mx dr prof professor sir dame lord lady sheikh shaikh sheik shaykh cheikh scheich cheick "
    "sheykh mullah mulla molla mollah maulvi mawlawi maulana mawlana ayatollah ayatullah hojatoleslam grand imam "
    "hajj haji hajji hadji sayyid sayyed seyyed seyed general gen colonel col major maj captain capt lieutenant lt "
    "sergeant sgt brigadier brig admiral president presidente premier minister senator sen governor gov king queen "
    "prince princess emir pope cardinal bishop archbishop rabbi ustad ustadh engineer",
    GENERATION: "jr sr ii iii iv junior senior fils pere",
    JOINED: "abd abdul abdel abdal abdol abdoul abu abou abo umm oum",
}  # fmt: skip

ENDINGS: Final = {
    # Vowels that romanisations add, drop and exchange: they stand beside any class.
    -1: "e o u ou aa ae ai ay ei ey oi oy uy aei ue",
    # Nisba, "of that place or family": Mohsen and Mohseni are two names.
    1: "i y ii iy yi yy ij yj ie ee oui awi wi",
    # Feminine: Putin and Putina, Salim and Salima.
    2: "a ah eh ia ya ja iya iyah ieh iyeh iah yah ija ina yna",
    # Patronymic and other endings of family names, masculine and feminine apart.
    3: "ov ev of off eff ow ew yov yev iev jew jow iv iw yiv yiw",
    4: "ova eva owa ewa yeva jewa",
    5: "sky ski skiy skij skyj skyi skii skyy skoy skoi cki cky ckij ckyj zki zky zkij zkyj",
    6: "skaya skaja skaia ska cka zka",
    7: "enko enka",
    8: "vich vitch vic vych vitsch witsch wicz vicz witz vits",
    9: "vna wna",
    10: "zadeh zade zada zoda",
    11: "shvili schwili chvili svili",
    12: "oghlu ogly",
}
