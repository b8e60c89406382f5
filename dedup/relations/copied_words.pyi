from dedup.text.tables import I64, U8
from dedup.text.tokens import Tokens

def mark_copied_words(pairs: I64, tokens: Tokens, least: I64, places: I64) -> U8: ...
