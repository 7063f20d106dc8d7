"""Arithmetic of tree paths: a path is the steps of a node's ancestors and its own, five characters each.

A step is the node's own id in base 36, so ancestors are read from the string, and a subtree is the range
[path, upper(path)) under binary collation: letters and digits only, "~" sorts after all of them.
"""

STEP = 5
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LARGEST_ID = 36**STEP - 1


def step(identifier: int) -> str:
    if not 0 < identifier <= LARGEST_ID:
        raise ValueError(f"id {identifier} does not fit in a path step")
    characters = []
    while identifier:
        identifier, digit = divmod(identifier, 36)
        characters.append(DIGITS[digit])
    return "".join(reversed(characters)).rjust(STEP, "0")


def child(parent_path: str, identifier: int) -> str:
    return parent_path + step(identifier)


def upper(path: str) -> str:
    """The first string after every path of the subtree."""
    return path + "~"


def ids(path: str) -> list[int]:
    """Ids from the root down to the node itself."""
    return [int(path[start : start + STEP], 36) for start in range(0, len(path), STEP)]


def depth(path: str) -> int:
    """1 for a root."""
    return len(path) // STEP


def contains(ancestor: str, path: str) -> bool:
    return bool(ancestor) and path.startswith(ancestor)


def topmost(paths: list[str]) -> list[str]:
    """The paths that no other of them contains, sorted."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept
