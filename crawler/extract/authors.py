"""Reporters and editors: named people only, never the outlet, never the initials of a sign-off."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from .tables import any_of, entries, names
from .text import label_of, squeeze
from .titles import folded

_REPORTER = (
    r"pewarta|reporter|penulis|jurnalis|wartawan|kontributor|koresponden|reportase|rep|author|writer|ditulis oleh"
    r"|written by|oleh|by|naskah|teks|laporan (?:wartawan|reporter|jurnalis|kontributor)(?: [\w.]+)?"
    r"|laporan|redaktur & reporter|reporter & editor|(?:reporter|pewarta|penulis)/editor"
)
_EDITOR = r"editor|penyunting|redaktur|red|ed|penanggung jawab"
_OTHER = (
    r"foto|fotografer|sumber|copyright|uploader|dok|dokumentasi|publikasi|video(?:grafer)?|penerjemah|produser"
    r"|publisher|tim redaksi"
)
_LABEL = re.compile(
    rf"(?<![\w/])(?<!pilihan )(?:(?P<reporter>{_REPORTER})|(?P<editor>{_EDITOR})|(?P<other>{_OTHER}))"
    r"(?:\s?[:：]\s?|\s-\s)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:(?:oleh|by|penulis|reporter|pewarta|jurnalis|author|posted by|ditulis oleh)\s+[-:]?\s*"
    r"|laporan (?:wartawan|reporter|jurnalis|kontributor)\s[\w.]+,\s*)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:[-–—|•·,/]\s*(?:detik\w*|cnn indonesia|cnbc indonesia|tribun\w*(?:\.com)?|okezone|sindonews|jurnalis"
    r"|wartawan|reporter|penulis|kontributor|editor|tim redaksi|antara|[\w-]+\.(?:com|co\.id|id|co)"
    r"|(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu)\b.*|\d.*)|\s*\(.*|\s*©.*|\s*@\w+)\s*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:[;|&]|/|,|\bdan\b|\band\b|\n)\s*")
_DEGREE = re.compile(
    r"^(?:S|M|A|Dr|Ph|Sp|Amd|Lc|MA|MBA|SH|MH|SE|MM|SPd|MPd|SSos|MSi|SIP|SKom|MKom|ST|MT|SAg|MAg|BA|BSc|MSc|PhD)\b"
    r"[\w.]{0,8}$|^[SMA]\.\s?\w{1,5}\.?\w*\.?$"
)
_ACADEMIC = re.compile(r"^(?:(?:Prof|Dr|Drs|Dra|Drg|Drh|Ir)(?:\.\s*|\s+))+(?=\S{2})", re.IGNORECASE)
_NO_PERSON = re.compile(
    rf"\b(?:{'|'.join(entries('no-person'))})\b|\.(?:com|id|net|org|co)\b|https?:|www\.|@|\d", re.IGNORECASE
)
_PARTICLES = frozenset(
    {"bin", "binti", "ibn", "al", "el", "van", "von", "de", "da", "der", "den", "dos", "ter", "la", "le"}
)
_FROM = re.compile(r"^(?P<name>[A-Z][A-Z.'’]*(?: [A-Z][A-Z.'’]*){1,4}), (?P<place>[A-Z][\w ]{2,30})$")
_SIGNED = re.compile(r"[(\[]\s?([^()\[\]]{5,60}?)\s?[)\]][\s.*]{0,4}$")
_PERSON = re.compile(r"^[^\W\d_][\w.'’`-]*(?:\s+[^\W\d_][\w.'’`-]*){0,6}$")


@dataclass(frozen=True, slots=True)
class Credit:
    """Who a line of credits names: reporters and editors, as printed."""

    reporters: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()


def people(texts: Iterable[str], brands: Collection[str] = (), *, told: bool = False) -> tuple[str, ...]:
    """Names of persons in some bylines, each once; outlets, desks and initials left out.

    ``told``: the page's data says that they are authors, so that a name in lower case is a name.
    """
    known = {folded(brand) for brand in brands if brand}
    names: dict[str, str] = {}
    for text in texts:
        for name in names_in(text):
            if is_person(name, told=told) and folded(name) not in known:
                written = name.title() if name.isupper() and len(name.split()) > 1 else name
                names.setdefault(folded(name), written)
    longer = {key for key in names for other in names if key != other and key.endswith(other)}
    return tuple(name for key, name in names.items() if key not in longer)  # "Tribun Jogja Ani" beside "Ani"


def is_person(name: str, *, told: bool = False) -> bool:
    """Whether a string can be a person's name: one to seven words, capitals, nothing of an outlet or a desk."""
    if not 3 <= len(name) <= 60 or _NO_PERSON.search(name) or not _PERSON.match(name):
        return False
    words = name.split()
    if len(words) == 1 and (len(name) < 4 or (name.isupper() and len(name) < 5)):
        return False
    if name.lower() in names("places") or any_of("agencies").fullmatch(name):
        return False
    written = [word for word in words if word.lower() not in _PARTICLES]
    if told and name.islower():
        return len(words) > 1
    return bool(written) and all(word[0].isupper() for word in written)


def is_initials(name: str) -> bool:
    """Whether a part of a byline is no more than somebody's initials."""
    return len(name) < 5 and name.isalpha() and (name.isupper() or name.islower())


def names_in(text: str) -> list[str]:
    """The parts of one byline that may be names; academic titles before and degrees after a name are left off."""
    text = squeeze(text)[:300]
    if " | " in text and any(sign.isdigit() for sign in text):
        text = text.partition(" | ")[0]  # a byline that goes on with a section and a date
    text = _BARE.sub("", text)
    names: list[str] = []
    for part in _SEPARATOR.split(text):
        name = part.strip(' .,:;-–—•·|*"“”()[]')
        for _ in range(2):
            name = _TAIL.sub("", name).strip(" .,:;-–—•·|*")
        name = _ACADEMIC.sub("", name)
        if not name or _DEGREE.match(part.strip()):
            continue
        names.append(name)
    return names


def read_credit(line: str) -> Credit:
    """Reporters and editors of a credit line ("Rep: X / Red: Y", "Pewarta: X Editor: Y Copyright © ...")."""
    line = line.replace("Copyright", " Copyright:").replace("©", "")
    labels = list(_LABEL.finditer(line[:400]))
    reporters: list[str] = []
    editors: list[str] = []
    for i, label in enumerate(labels):
        end = labels[i + 1].start() if i + 1 < len(labels) else len(line)
        value = re.split(r"\s*[|•]\s*|\s{3,}|\s/\s", line[label.end() : end].strip(" /|,-"))[0]
        if label["reporter"]:
            reporters.append(value)
            if "edit" in label["reporter"].lower() or "redaktur" in label["reporter"].lower():
                editors.append(value)
        elif label["editor"]:
            editors.append(value)
    return Credit(people(reporters), people(editors))


def read_credits(lines: Sequence[str]) -> Credit:
    """Credits of the short lines of a page that begin with, or consist of, a label and names."""
    reporters: list[str] = []
    editors: list[str] = []
    for line in lines:
        if len(line) > 200:
            continue
        marked = ":" in line or " - " in line or "：" in line
        if marked and (label := _LABEL.search(line)) is not None and label.start() <= 60:
            credit = read_credit(line)
            reporters += credit.reporters
            editors += credit.editors
        elif (match := _WRITER.match(line)) or (match := _OF_OUTLET.match(line)):
            reporters += people([match["name"]])
    return Credit(tuple(dict.fromkeys(reporters)), tuple(dict.fromkeys(editors)))


_WRITER = re.compile(
    r"^(?i:Oleh|By|Ditulis oleh|Diposting oleh|Diposkan oleh|Written by|Posted by|Submitted by"
    r"|Laporan (?:Wartawan|Reporter|Jurnalis|Kontributor)(?: [\w.]+)?,?)\s+"
    r"(?P<name>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,4})(?:\s*(?:\bpada\b|\bon\b|\bdi\b|[-–—|,\[(]).*)?$"
)

_OF_OUTLET = re.compile(  # "Ani Budi - Okezone", "Ani Budi - Bisnis.com 15 Juni 2020 | 15:20 WIB"
    r"^(?P<name>[A-Z][\w.'’]*(?: [A-Z][\w.'’]*){1,4}) [-–—] (?:[\w-]+\.(?:com|co\.id|id|co|net)"
    r"|Okezone|SINDOnews|Tribun\w*|detik\w+|CNN Indonesia|CNBC Indonesia)(?:[ ,|].{0,60})?$"
)
_BYLINE_CLASSES = [
    "author",
    "Author",
    "reporter",
    "penulis",
    "byline",
    "jurnalis",
    "journalist",
    "namerep",
    "redaksi",
    "wartawan",
]
_BYLINES = (
    "//*[@*][@itemprop='author' or @rel='author' or contains(@href, '/penulis/') or contains(@href, '/author/')"
    " or @id='penulis' or @id='author' or @id='reporter' or {}]".format(
        " or ".join(f"contains(@class,'{name}')" for name in _BYLINE_CLASSES)
    )
)


def signed_by(line: str) -> tuple[str, ...]:
    """Full names in the bracket that closes an article, where two parts or more stand ("(Ani Budi/Red)")."""
    match = _SIGNED.search(line[-80:])
    parts = re.split(r"\s?[/|]\s?", match[1]) if match else []
    return people(part for part in parts if len(part.split()) > 1) if len(parts) > 1 else ()


def signed_from(line: str) -> str | None:
    """The name of a line that says who writes from where ("ANI BUDI, Malang")."""
    match = _FROM.match(line)
    return match["name"].title() if match and match["place"].lower() in names("places") else None


def printed_bylines(root: HtmlElement) -> list[HtmlElement]:
    """Elements whose name says that they print a byline, short ones only, in document order."""
    found: list[HtmlElement] = root.xpath(_BYLINES)
    return [
        e for e in found[:40] if e.tag not in ("body", "html", "article", "main", "img", "meta") and label_of(e, 160)
    ]
