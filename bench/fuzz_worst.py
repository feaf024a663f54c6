"""Worst cases made by hand: a megabyte of one thing, or of one thing inside itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import product

ODD = ("\x00", "\u200f", "\u00a0", "\u0301", "\ufdfa", "😀", "\udc80", "\n", "\t", " ", "%", "\\", "&amp;", "&")
WORST_LINES = (
    *ODD, "1", "0", "a", "-", "/", ":", ".", ",", "1-", "1/", "1:", "1.", "2/7 ", "2/7/2024 ", "2 Juli ", "Juli ", "Rabu ",
    "14:56 ", "2024 ", "pukul ", "s.d. ", "WIB ", "W.I.B ", "a.m. ", "(", "[", "2024-07-02", "2024-07-02\n", "x\n",
    "3 jam lalu ", "dua ratus ", "ratus juta ", "waktu indonesia ", " : ", "1 : 11", "'", "a'", "é", "1'", "&#50;", "&#",
    "Diperbarui ", "terbit ", "no. ", "9" * 17 + " ", "1 Muharram ", "Sya'ban ", "minggu lalu ", "20240702", "+07:00",
)  # fmt: skip
WORST_URLS = (
    *ODD, "a", "1", ".", "/", "/../", "?", "&", "=", "#", "@", ":", "%25", "%2", "[", "https://", "https://a.id/", "a.",
    "xn--", "utm_a=1&", "amp/", "//", "amp;",
)  # fmt: skip
WORST_QUERIES = (*ODD, "a", "a ", "(", ")", '"', "- ", "-a ", "OR ", "a OR ", "(a ", "\n", "a\nb ", "buku\nbuku buku ", "'",
                 "a'", "a\u0301", "x\nperpustakaan nasional ", "perpustakaan nasional\nperpustakaan ", "e-", "\nb")  # fmt: skip
WORST_FEEDS = (
    *ODD, "<a>", "<item>", "<item/>", "<item><link>https://a.id/b</link></item>", "<url><loc>/a</loc></url>", "<a href=b>c",
    "<a href=/b>c</a>", "<li><a href=x>y</a></li>", "<li>", "<li><li>", "<div>", "<item><item><title>x</title>", "<!--", "<?a?>",
    "<![CDATA[", "<item><link href=", "a='b' ", "<tr><td>", "<a>" * 5 + "</a>", "&#1;", "<!DOCTYPE a [<!ENTITY b 'c'>",
)  # fmt: skip
UNITS = (
    *ODD, "a", "<", ">", "<p>", "</p>", "<div>", "<b>", "<br>", "<li>", "<table>", "<table><tr><td>", "<td>x", "<!--", "<!",
    "<![CDATA[", "<?", "<p>kata</p>", "<p>kata</p>\n", "<b>Ani</b> ", "<a>", "<a href=x>kata</a>", "<li><a href=/a>b</a></li>",
    "<p>Oleh: Ani Budi</p>", "<p>Editor: Ani Budi</p>", "<p>Baca juga: kata</p>", "<p>2 Juli 2024</p>", "<td>2 Juli 2024</td>",
    "<h1>judul</h1>", "<h2>Perpustakaan Desa Ramai</h2>", "<article>", "<article><p>kata kata</p></article>", "<script>",
    "<script>var a=1</script>", "<style>", "<form>", "<iframe>", "<svg>", "<font>", "<noscript>", "<template>", "<select><option>",
    "<time datetime=2024-07-02>x</time>", "<span class=author>Ani Budi</span>", "<a rel=author href=/a>Ani Budi</a>",
    "<a rel=tag href=/t>tag</a>", "<a class=next href=?page=2>2</a>", "<a href=?page=3>3</a>", "<link rel=next href=?page=2>",
    "<meta name=author content='Ani Budi'>", "<meta property=article:tag content=x>", "<meta name=keywords content='a,b'>",
    "<meta property=article:published_time content='2024-07-02'>", "<div style='display:none'>", "<div hidden>x</div>",
    "<div class=content><p>kata kata kata</p></div>", "<div class=date>", "<div itemprop=articleBody>", "<div class=editor>x",
    "<script type=application/ld+json>{\"@type\":\"NewsArticle\"}</script>", "<script type=application/ld+json>{", "<title>a",
    "<b>JAKARTA</b> - ", "<img src=a><figcaption>Foto: x</figcaption>", "<body>", "<html>", "<head>", "<ul><li>", "<p><p>", "<h1>",
    "<figure>", "<div class=lead>x</div>", "<div class=section>x</div>", "<base href=/a/>", "<frameset>", "<hr>", "<blockquote>",
)  # fmt: skip
INSIDE = (
    "a",
    "kata ",
    "2/7 ",
    "2 Juli 2024 ",
    "(",
    "- ",
    "| ",
    ",",
    ", Ani Budi",
    "dan ",
    "â€",
    "\u200f",
    "/",
    "&amp;",
    "%",
    ": ",
    ";",
)
PLACES = (
    "<title>{}</title>", "<h1>{}</h1>", "<div class='{}'>x</div>", "<div style='{}'>x</div>", "<a href='{}'>x</a>", "<p>{}</p>",
    "<a href='?page={}'>x</a>", "<meta property=og:title content='{}'>", "<meta name=author content='{}'>", "<time>{}</time>",
    "<meta name=keywords content='{}'>", "<meta property=article:published_time content='{}'>", "<div class=author>{}</div>",
    "<link rel=canonical href='https://a.id/{}'>", "<meta http-equiv=refresh content='{}'>", "<meta charset='{}'>", "<b>{}</b>",
    "<script type=application/ld+json>{}</script>", "<script id=__NEXT_DATA__>{}</script>", "<script>window.__NUXT__={}</script>",
    "<p>JAKARTA, {} - kata</p>", "<p>Oleh: {}</p>", "<p>(ani/{})</p>", "<div class=date>{}</div>", "<html lang='{}'>",
    "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"{}\",\"author\":\"{}\"}}</script>",
)  # fmt: skip
PROSE = "".join(
    f"<p>Kalimat nomor {n} tentang perpustakaan desa yang ramai setiap sore bersama anak.</p>" for n in range(8)
)
PAGE = "<html><head><title>Perpustakaan Desa Ramai Sekali</title>{}</head><body><h1>Perpustakaan Desa Ramai Sekali</h1>{}{}</body>"


def repeated(units: tuple[str, ...], *also: int) -> Callable[[int], Iterator[tuple[str, bytes]]]:
    """Each unit as often as fits, alone and after a beginning that is read; in the sizes of ``also``, too."""

    def cases(size: int) -> Iterator[tuple[str, bytes]]:
        for unit, length in product(units, (size, *also)):
            text = unit * (length // len(unit.encode("utf-8", "surrogateescape")))
            for begin in ("", "https://a.id/", "2 Juli 2024 ", "<rss><channel>"):
                yield f"{begin}{unit}…", f"{begin}{text}".encode("utf-8", "surrogateescape")

    return cases


def pages(size: int) -> Iterator[tuple[str, bytes]]:
    """Pages of one unit; articles with it before and behind the text, in the head, in an attribute, in a script."""
    for unit in UNITS:
        text = unit * (size // len(unit.encode("utf-8", "surrogateescape")))
        for label, page in (
            ("alone", text), ("before", PAGE.format("", text, PROSE)), ("behind", PAGE.format("", PROSE, text)),
            ("head", PAGE.format(text, PROSE, "")), ("article", PAGE.format("", f"<article>{PROSE}", text)),
        ):  # fmt: skip
            yield f"{label} {unit}…", page.encode("utf-8", "surrogateescape") + b"\xff" * (label == "article")
    for place in PLACES:
        for unit in INSIDE:
            held = place.format(*([unit * (size // len(unit.encode()) // place.count("{}"))] * 2))
            head, body = (
                (held, "") if place.startswith(("<meta", "<title", "<script", "<link", "<html")) else ("", held)
            )
            yield f"{place} {unit}…", PAGE.format(head, body, PROSE).encode()
    for label, kind, data in _scripts(size):
        yield f"{kind} {label}", PAGE.format(f"<script {kind}>{data}</script>", "", PROSE).encode()
        yield f"{kind} {label} shell", PAGE.format(f"<script {kind}>{data}</script>", "", "").encode()


def _scripts(size: int) -> Iterator[tuple[str, str, str]]:
    """JSON deep, wide, referring to itself, broken."""
    ld, following, nuxt = "type=application/ld+json", "id=__NEXT_DATA__", "id=__NUXT_DATA__"
    long = "Kalimat tentang perpustakaan desa. " * (size // 40)
    for kind in (ld, following, nuxt):
        yield "deep list", kind, "[" * 10_000 + "]" * 10_000
        yield "deep node", kind, '{"@type":"NewsArticle","author":' * 10_000 + "1" + "}" * 10_000
        yield "open braces", kind, "{" * size
        yield "nodes", kind, json.dumps([{"@type": "NewsArticle", "headline": "a"}] * (size // 50))
        yield "empty nodes", kind, json.dumps([{}] * (size // 4))
        yield (
            "authors",
            kind,
            json.dumps({"@type": "NewsArticle", "author": [{"name": f"Ani {n}"} for n in range(size // 25)]}),
        )
        yield "names", kind, json.dumps({"@type": "NewsArticle", "author": [f"Ani {n}" for n in range(size // 15)]})
        yield "number", kind, f'{{"@type":"NewsArticle","author":{"9" * (size // 2)}}}'
        yield "small number", kind, f'{{"@type":"NewsArticle","datePublished":{"9" * 4_000}}}'
        yield "infinite", kind, '{"@type":"NewsArticle","datePublished":Infinity,"author":NaN,"image":1e999}'
        yield (
            "surrogate",
            kind,
            '{"@type":"NewsArticle","headline":"\\ud800","author":{"name":"\\udfff Ani"},"keywords":"\\ud83d"}',
        )
        yield "articleBody", kind, json.dumps({"@type": "NewsArticle", "articleBody": long})
        yield "crumbs", kind, json.dumps({"@type": "BreadcrumbList", "itemListElement": [{"name": "a"}] * (size // 20)})
        yield "ids", kind, json.dumps([{"@type": "Person", "@id": str(n), "name": "Ani"} for n in range(size // 60)])
        yield "escapes", kind, '{"@type":"NewsArticle","headline":"' + "\\u0041" * (size // 6)
        for unit in (
            "/*",
            "//",
            ",",
            ", ",
            "<!--",
            '"@type":"NewsArticle",',
            '"headline":"',
            '"headline":"a",',
            "\\",
            '\\"',
            ";",
            "]]>",
        ):
            yield f"broken {unit}", kind, "{" + unit * (size // len(unit))
    keys = {f"k{n}": 0 for n in range(59)}
    yield "itself", nuxt, json.dumps([{"content": 0, **keys}, 1, 2, 3, 4, 5])
    many = [{"title": 500, "content": 501} for _ in range(500)]
    yield "shared", nuxt, json.dumps([*many, "Perpustakaan Desa Ramai Sekali", f"<p>{long}</p>"])
    wide = [{"content": 501, **{f"k{n}": 502 for n in range(40)}} for _ in range(501)]
    yield "wide", nuxt, json.dumps([*wide, "x" * 300, [503] * 40, [504] * 40, [505] * 40, 1])
    deep = {"title": "Perpustakaan Desa Ramai Sekali", "content": "<div>" * (size // 5)}
    yield "deep markup", following, json.dumps(deep)
    yield "many contents", following, json.dumps([{**deep, "content": "<p>kata kata</p>" * 20}] * (size // 400))
