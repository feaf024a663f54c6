"""Cards of other articles on a page: titles that link elsewhere, each with its teaser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from .evidence import Evidence
from .metas import absolute
from .tables import names
from .text import label_of

_TITLE_WORDS = 4
_NOWHERE = "https://unknown.invalid/"  # RFC 6761
_LONGER = 5  # times the second longest teaser: a text of its own


@dataclass(frozen=True, slots=True)
class Cards:
    """Titles of other articles, weights of the teasers below some of them, and of all prose outside these cards."""

    titles: int
    teasers: tuple[float, ...]
    rest: float


def read_cards(page: Evidence) -> Cards:
    """The cards of a whole page; one whose title stands behind its prose is none (a pointer inside an article)."""
    prose = page.prose
    titles = [h for h in page.root.iter("h1", "h2", "h3", "h4", "h5", "h6") if _leads_away(h, page)]
    own = page.heading
    if own in titles and sum(title.tag == own.tag for title in titles if own is not None) > 2:
        own = None  # the first card of a page that prints no title
    titles = [title for title in titles if title is not own]
    above = _counted(titles, own)
    cards = {_card(title, above): title for title in titles}
    held = _held(page.root, cards, prose)
    longest = sorted(held.values())[-2:]
    if len(longest) == 2 and longest[1] > _LONGER * longest[0]:
        held = {card: weight for card, weight in held.items() if weight < longest[1]}
    return Cards(len(titles), tuple(held.values()), sum(prose.values()) - sum(held.values()))


def body_is_list(root: HtmlElement) -> bool:
    """Whether the publishing system names the page's body as that of a list."""
    body = root.find("body")
    words = set(body.get("class", "").lower().split()) if body is not None else set()
    known = names("list-bodies")
    return bool(words & known) and not any(f"!{word}" in known for word in words)


def _leads_away(heading: HtmlElement, page: Evidence) -> bool:
    """Whether a heading is the title of another article: a link to another address covers it."""
    title = label_of(heading, 400)
    if not title or len(title.split()) < _TITLE_WORDS:
        return False
    link = next((a for a in heading.iter("a") if 2 * len(label_of(a, 400) or "") > len(title)), None)
    if link is None:
        link = next((a for a in heading.iterancestors("a")), None)
    url = absolute(link.get("href", ""), page.metas.base or _NOWHERE) if link is not None else None
    return url is not None and _bare(url) not in {_bare(own) for own in (page.url, page.metas.link("canonical")) if own}


def _bare(url: str) -> str:
    return url.partition("?")[0].partition("#")[0].rstrip("/")


def _counted(titles: list[HtmlElement], heading: HtmlElement | None) -> Mapping[HtmlElement, int]:
    """How many titles stand below each element; the page's own heading counts, for no card holds it."""
    above: dict[HtmlElement, int] = {}
    for title in [*titles, *([heading, heading] if heading is not None else [])]:
        for element in title.iterancestors():
            above[element] = above.get(element, 0) + 1
    return above


def _card(title: HtmlElement, titles: Mapping[HtmlElement, int]) -> HtmlElement:
    """The largest element about a title that holds no other one."""
    card = title
    for element in title.iterancestors():
        if titles[element] > 1 or element.tag in ("body", "html"):
            break
        card = element
    return card


def _held(
    root: HtmlElement, cards: Mapping[HtmlElement, HtmlElement], prose: Mapping[HtmlElement, float]
) -> dict[HtmlElement, float]:
    """Weight of the prose in each card that begins with its title."""
    held: dict[HtmlElement, float] = {}
    seen: set[HtmlElement] = set()
    wrong: set[HtmlElement] = set()
    titles = set(cards.values())
    tags = {str(e.tag) for e in (*prose, *titles)}
    for element in root.iter(*tags) if cards and prose else ():
        if element in titles:
            seen.add(element)
        elif weight := prose.get(element):
            card = next((e for e in (element, *element.iterancestors()) if e in cards), None)
            if card is None:
                continue
            if cards[card] in seen:
                held[card] = held.get(card, 0.0) + weight
            else:
                wrong.add(card)
    return {card: weight for card, weight in held.items() if card not in wrong}
