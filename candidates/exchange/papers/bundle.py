"""Papers of one or many people as a zip: a folder for each person, files in the order of the dossier."""

import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from candidates.exchange.papers.declarations import POSITION, Paper

LONGEST = 80
_DATE = (1980, 1, 1, 0, 0, 0)
_KEPT = re.compile(r"[^A-Za-z0-9 ,()-]+")


@dataclass(frozen=True)
class Printed:
    """`owner`: whose paper it is (empty: a list of many); `key` tells two people of one name apart."""

    paper: Paper
    content: bytes
    owner: str = ""
    key: object = None


def plain_name(text: str, limit: int = LONGEST) -> str:
    """Letters without marks, fit for a file on any system: 'Nguyễn Thị Đào' -> 'Nguyen Thi Dao'."""
    text = unicodedata.normalize("NFKD", text).replace("đ", "d").replace("Đ", "D")
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return " ".join(_KEPT.sub(" ", text).split())[:limit].strip(" ,-") or "khong ten"


def file_name(paper: Paper) -> str:
    """'09.Nghi quyet de nghi ket nap dang vien cua chi bo.docx'"""
    return f"{POSITION[paper.code]:02}.{plain_name(str(paper.title))}.docx"


def write_bundle(printed: Iterable[Printed], stream: IO[bytes]) -> int:
    """Writes the papers into `stream` one by one and returns how many there were."""
    folders: dict[tuple[str, object], str] = {}
    taken: set[str] = set()
    count = 0
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:  # a .docx is compressed already
        for each in printed:
            person = (each.owner, each.key)
            if each.owner and person not in folders:
                folders[person] = _free(plain_name(each.owner), taken)
            path = f"{folders[person]}/" if each.owner else ""
            entry = zipfile.ZipInfo(_free(path + file_name(each.paper), taken), _DATE)
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, each.content)
            count += 1
    return count


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number if it is taken; systems that do not tell capitals apart are thought of."""
    stem, dot, ending = name.rpartition(".docx")
    stem, ending = (stem, dot + ending) if dot else (name, "")
    number, found = 1, name
    while found.lower() in taken:
        number += 1
        found = f"{stem} ({number}){ending}"
    taken.add(found.lower())
    return found
