"""Lists of unknown outlets are no articles; articles among cards of others are."""

from __future__ import annotations

import pytest
from test_extract_refusals import PARAGRAPHS, TITLES

from crawler.extract import read_page

SECTION = "Ragam Lorong Baca"
TEASER = "warga mengumpulkan buku bekas dari rumah ke rumah lalu menatanya di gardu ronda yang sudah lama kosong"


def archive(i: int, title: str) -> str:
    return (
        f'<article class="post hentry"><header class=entry-header><h2 class=entry-title><a href="/2026/07/{i}/">{title}'
        f"</a></h2><time>{i + 1} Juli 2026</time></header><div class=entry-content><p>Ke-{i}, {TEASER} […]</p></div>"
        "</article>"
    )


def full_text(i: int, title: str) -> str:
    text = "".join(f"<p>Bagian {part} dari kabar {i}: {TEASER}.</p>" for part in range(3))
    return f'<article class=post><h2><a href="/b/{i}">{title}</a></h2><div class=entry-content>{text}</div></article>'


def plain(i: int, title: str) -> str:
    return f'<div><h3><a href="/b/{i}">{title}</a></h3><span>{i + 1} Juli 2026</span><p>{i}: {TEASER}.</p></div>'


def whole(i: int, title: str) -> str:
    return f'<a class=card href="/b/{i}"><h3>{title}</h3><p>Kabar {i}: {TEASER}.</p><span>{i + 1} Juli 2026</span></a>'


def cards(kind, count: int = 6) -> str:
    return "".join(kind(i, title) for i, title in enumerate(TITLES[:count]))


def page(body: str, *, title: str = SECTION, head: str = "", name: str = "") -> bytes:
    return f'<html lang=id><title>{title} - Warga</title>{head}<body class="{name}">{body}</body></html>'.encode()


def refusal(html: bytes, url: str | None = "https://www.warga.example/ragam/lorong-baca") -> str:
    return (read_page(html, url=url).refusal or "").split(":")[0]


@pytest.mark.parametrize("count", [3, 6, 12])
@pytest.mark.parametrize("kind", [archive, full_text, plain, whole])
def test_cards_are_a_list(kind, count: int) -> None:
    assert refusal(page(f"<main><h1>{SECTION}</h1>{cards(kind, count)}</main>")) == "listing"
    assert refusal(page(f"<h1>{SECTION}</h1>{cards(kind, count)}")) == "listing"


def test_one_card_below_the_name_of_a_topic() -> None:
    assert refusal(page(f"<h1>Gardu</h1>{cards(plain, 1)}", title="Gardu")) == "listing"


def test_a_home_page_of_unknown_address() -> None:
    assert refusal(page(f"<main>{cards(archive)}</main>"), None) == "listing"


def test_a_topic_with_its_description() -> None:
    links = "".join(
        f'<li><a href="/b/{i}">{title}</a><small>{i} Juli 2026</small></li>' for i, title in enumerate(TITLES)
    )
    text = f"<p>Kumpulan tulisan tentang bagaimana {TEASER}, di kota dan di desa.</p>"
    assert refusal(page(f"<div><h1>{SECTION}</h1><div class=desc>{text}</div><ul>{links}</ul></div>")) == "listing"


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("archive category category-ragam", ""),
        ("search search-results", ""),
        ("", '<script type="application/ld+json">{"@type":["WebPage","CollectionPage"],"name":"x"}</script>'),
    ],
)
def test_a_page_that_calls_itself_a_list(name: str, head: str) -> None:
    body = f"<h1>{SECTION}</h1><div>{PARAGRAPHS}</div>{cards(archive, 2)}"
    assert refusal(page(body, name=name, head=head)) == "listing"
    assert refusal(page(body)) == ""


def test_captions_alone_are_a_gallery() -> None:
    slides = "".join(
        f"<div class=slide><img src={i}.jpg><p class=caption>Di gardu {i} {TEASER}.</p></div>" for i in range(6)
    )
    assert (
        refusal(page(f"<h1>Potret Gardu Baca</h1><p>24 Juli 2026</p>{slides}", title="Potret Gardu Baca")) == "gallery"
    )


@pytest.mark.parametrize("kind", [archive, full_text, plain, whole])
@pytest.mark.parametrize("name", ["", "single single-post category"])
def test_an_article_before_many_cards(kind, name: str) -> None:
    title = "Taman Baca di Tepi Kali"
    html = page(f"<main><h1>{title}</h1><div>{PARAGRAPHS}</div></main>{cards(kind, 12)}", title=title, name=name)
    reading = read_page(html, url=None)
    assert reading.refusal is None
    assert reading.body
    assert "gardu" not in reading.body


def test_a_dated_brief_before_many_cards() -> None:
    title = "Jam Layanan Taman Baca Berubah"
    text = (
        "Jam layanan berubah mulai Senin, kata pengelola taman baca di tepi kali itu. Pintu dibuka pukul 08.00 dan "
        "ditutup pukul 20.00 WIB, sedangkan hari Minggu tetap libur seperti biasa bagi semua warga."
    )
    html = page(f"<h1>{title}</h1><div>24 Juli 2026</div><div><p>{text}</p></div>{cards(plain, 12)}", title=title)
    assert read_page(html, url=None).body == text


def test_a_linked_heading_inside_an_article_is_a_pointer() -> None:
    title = "Taman Baca di Tepi Kali"
    pointer = f'<h4><a href="/b/1">{TITLES[1]}</a></h4>'
    html = page(f"<h1>{title}</h1><div class=x>{PARAGRAPHS}{pointer}{PARAGRAPHS}</div>", title=title)
    assert read_page(html, url=None).refusal is None


@pytest.mark.parametrize(("kind", "size"), [("video.other", 6), ("article", 1)])
def test_what_says_it_is_an_article(kind: str, size: int) -> None:
    title = "Gempa Guncang Lorong Pasar"
    text = "Gempa mengguncang lorong pasar pada Sabtu dini hari. Tidak ada kerusakan, kata petugas setempat."
    meta = f'<meta property="og:type" content="{kind}">'
    body = f"<h1>{title}</h1><div>24 Juli 2026 08:10 WIB</div>"
    body += f"<p>{text}</p>" if size == 1 else f"<div>{PARAGRAPHS}</div>"
    assert refusal(page(body, title=title, head=meta), None) == ""


@pytest.mark.parametrize("heading", ["25 Komentar", "Komentar", "Komentar (25)", "Tinggalkan Balasan", "Leave a Reply"])
@pytest.mark.parametrize("holder", ["<div class=wrap>{}{}</div>", "{}<div>{}</div>"])
def test_comments_longer_than_the_article_are_none_of_it(heading: str, holder: str) -> None:
    title = "Taman Baca di Tepi Kali"
    comments = "".join(
        f"<div class=item><b>Pembaca {i}</b><p>Menurut saya taman baca ke-{i} itu bagus dan seharusnya dibuka juga "
        "di kota kami yang jauh dari mana-mana.</p></div>"
        for i in range(40)
    )
    article = f"<h1>{title}</h1><div class=text>{PARAGRAPHS}</div>"
    reading = read_page(page(holder.format(article, f"<h3>{heading}</h3>{comments}"), title=title), url=None)
    assert reading.body
    assert reading.body.startswith("Paragraf ke-0")
    assert "Menurut saya" not in reading.body
