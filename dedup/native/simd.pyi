from typing import Final

LEVELS: Final[tuple[str, ...]]
HIGHEST: Final[str]
LEVEL: Final[str]
