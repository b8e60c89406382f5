from dedup.relations.trees import TreeColumns
from dedup.text.tables import F64

def walk_trees(rows: F64, columns: TreeColumns, out: F64) -> None: ...
