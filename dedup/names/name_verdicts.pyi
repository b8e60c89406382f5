from dedup.names.comparison import Measured
from dedup.names.name_tables import NameTableArrays

def decide_pairs(arrays: NameTableArrays, known: bool, measured: Measured) -> None: ...
