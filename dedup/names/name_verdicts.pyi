from dedup.names.name_tables import NameTableArrays
from dedup.names.pair_measures import NamePairMeasures

def decide_pairs(arrays: NameTableArrays, known: bool, measures: NamePairMeasures) -> None: ...
