"""What this part adds to the access matrix: its routes, the makers of what they are about, what grows in a list."""

from tests.access.route import Route

ROUTES: dict[str, Route] = {}
# target -> maker(world, place, word) -> the arguments of the address
MAKERS = {}
# Targets that are made again and again when queries are counted.
GROWING: tuple[str, ...] = ()
