"""What an organisation is called as a body that signs (đảng ủy) and as an organisation (đảng bộ); where it sits."""

import re

from candidates.procedure.levels import Chain, Link

# Organisation <-> its committee, the longer beginnings first.
_PAIRS = (
    ("đảng bộ tỉnh ", "tỉnh ủy ", "Đảng bộ tỉnh ", "Tỉnh ủy "),
    ("đảng bộ thành phố ", "thành ủy ", "Đảng bộ thành phố ", "Thành ủy "),
    ("đảng bộ huyện ", "huyện ủy ", "Đảng bộ huyện ", "Huyện ủy "),
    ("đảng bộ quận ", "quận ủy ", "Đảng bộ quận ", "Quận ủy "),
    ("đảng bộ ", "đảng ủy ", "Đảng bộ ", "Đảng ủy "),
)
_COMMUNE = re.compile(r"\b(?:xã|phường|đặc khu|thị trấn)\s+(.+)$", re.IGNORECASE)
_PROVINCE = re.compile(r"\b(?:tỉnh|thành phố|tỉnh ủy|thành ủy)\s+(.+)$", re.IGNORECASE)


def committee(link: Link) -> str:
    """Who signs for an organisation: 'Đảng bộ xã Yên Sơn' -> 'Đảng ủy xã Yên Sơn'."""
    return _called(link, signs=True)


def organisation(link: Link) -> str:
    """'Đảng ủy xã Yên Sơn' -> 'Đảng bộ xã Yên Sơn'."""
    return _called(link, signs=False)


def branch_name(link: Link) -> str:
    return link.name if link.name.lower().startswith(("chi bộ", "chi uỷ", "chi ủy")) else f"Chi bộ {link.name}"


def _called(link: Link, *, signs: bool) -> str:
    name = " ".join(link.name.replace("uỷ", "ủy").split())
    low = name.lower()
    if low.startswith("chi bộ") or link.kind.lower().startswith("chi bộ"):
        return branch_name(link)
    for as_organisation, as_committee, whole, body in _PAIRS:
        for start in (as_organisation, as_committee):
            if low.startswith(start):
                return (body if signs else whole) + name[len(start) :]
    return ("Đảng ủy " if signs else "Đảng bộ ") + name


def place_of(chain: Chain, base: Link) -> str:
    """The name before the date of a paper: of the commune, else of the province; empty where names do not say."""
    upwards = chain.links[chain.links.index(base) :: -1]
    for pattern in (_COMMUNE, _PROVINCE):
        for link in upwards:
            if found := pattern.search(link.name):
                return found[1]
    return ""
