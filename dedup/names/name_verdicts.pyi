from dedup.names.name_tables import NameTableArrays
from dedup.names.pair_measures import PairMeasures

def decide_pairs(arrays: NameTableArrays, known: bool, measures: PairMeasures) -> None: ...
