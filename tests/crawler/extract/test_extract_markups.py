"""One invented story poured into the body markup of many more systems, old and new; the same body must come out."""

from __future__ import annotations

import pytest

from crawler.extract import read_page
from crawler.extract.document import parse
from crawler.extract.generic import narrowest, read_with_trafilatura

TITLE = "Pasar Terapung Punya Rak Buku, Pembeli Boleh Menukar dengan Pisang"
P = (
    (
        "Rak buku kini mengapung di antara jukung pedagang sayur di Lok Baintan. Pemiliknya, "
        "Galuh Noor Aida, bekas guru di Martapura."
    ),
    (
        "Setiap pembeli boleh membawa satu buku pulang dan menggantinya dengan apa saja, "
        "termasuk setandan pisang kepok seharga Rp 12.500."
    ),
    '"Bukunya kadang kembali basah, tetapi selalu kembali," kata Galuh saat ditemui di dermaga, Minggu (4/8).',
    "Dalam sebulan tercatat 214 kali pertukaran. Yang paling dicari justru buku resep dan peta sungai.",
    "Dinas setempat berjanji menambah pelampung agar rak tidak miring ketika ombak kapal besar lewat.",
)
TEASER = "Laporan lengkap tentang hal ini dapat dibaca pada halaman berikutnya, disertai foto dan peta lokasi."
BODY = "\n\n".join(P)
OTHERS = [
    "Jembatan Gantung Desa Sebelah Selesai Dicat Ulang Warga",
    "Harga Ikan Patin Turun Menjelang Musim Kemarau Panjang",
    "Anak Sekolah Menyusun Kamus Bahasa Banjar Bergambar",
    "Lomba Balap Jukung Diikuti Peserta dari Tiga Kabupaten",
]


def ps(*paragraphs: str, attrs: str = "") -> str:
    return "".join(f"<p{attrs}>{p}</p>\n" for p in paragraphs or P)


def links(tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/baca/{i}">{t}</a></{tag}>' for i, t in enumerate(OTHERS))


BRS = "<br/><br/>".join(P)

PAGES = {
    "title in h2, dated below, brs in one div": (
        f'<div class="kcm-read"><h2>{TITLE}</h2><div class="kcm-date msmall grey">Minggu, 4 '
        f'Agustus 2019 | 21:04 WIB</div><div class="kcm-read-text"><div class="pict"><img src=a>'
        f"<span>Rak buku di antara jukung.</span></div><b>MARTAPURA, KABAR.com</b> - {BRS}<br/>"
        f'<br/></div><div class="kcm-read-copy"><b>Penulis</b>: Danu Wijaya<br><b>Editor</b>: Sri '
        f"Hadi</div></div>"
    ),
    "one paragraph with brs": f"<div class=berita><h1>{TITLE}</h1><p>{'<br><br>'.join(P)}</p></div>",
    "brs with line feeds in sentences": (
        f"<div class=isi><h1>{TITLE}</h1>{'<br><br>'.join(p.replace(' di ', chr(10) + 'di ') for p in P)}</div>"
    ),
    "hard breaks inside sentences": f"<div><h1>{TITLE}</h1>{ps(*(p.replace(' dan ', ' <br>dan ') for p in P))}</div>",
    "bold dateline before the first p": (
        f'<div class="detail-text"><h1>{TITLE}</h1><strong>Banjar, Kabar Indonesia</strong> -- '
        f"{ps()}<strong>(lau/pta)</strong></div>"
    ),
    "reporter line first, promotions last": (
        f'<h1>{TITLE}</h1><div class="tmpt-desk-kon" itemprop="articleBody"><p><strong>Reporter: '
        f"Danu Wijaya | Editor: Sri Hadi</strong></p><p><strong>KONTAN.CO.ID - BANJAR. </strong>"
        f"{P[0]}</p>{ps(*P[1:3])}<p><strong><a href=/x>Baca Juga: {OTHERS[0]}</a></strong></p>"
        f"{ps(*P[3:])}<p><strong>Selanjutnya: </strong><a href=/y>{OTHERS[1]}</a></p><p>"
        f"<strong>Menarik Dibaca: </strong><a href=/z>{OTHERS[2]}</a></p><p>Cek Berita dan "
        f"Artikel yang lain di <a href=g>Google News</a></p></div>"
    ),
    "spans in nested divs": "<div data-qa-id=story><div><h1>"
    + TITLE
    + "</h1></div>"
    + "".join(
        f'<div class="Viewweb__x"><div><span data-qa-id="story-paragraph"><span>{p}</span></span></div></div>'
        for p in P
    )
    + "<div><span>ADVERTISEMENT</span></div></div>",
    "summary in ten seconds": (
        f'<h1>{TITLE}</h1><div class="article-content"><div class="ten-second"><div>Baca 10 '
        f"detik</div><ul><li>Rak buku mengapung di pasar terapung setiap hari.</li><li>Buku boleh "
        f"ditukar dengan pisang kepok.</li></ul></div><p><strong>Suara.com - </strong>{P[0]}</p>"
        f"{ps(*P[1:])}<p>Kontributor : Danu Wijaya</p></div>"
    ),
    "joomla": (
        f'<div id="content"><div class="item-page" itemprop="blogPost"><div class="page-header">'
        f'<h2 itemprop="headline">{TITLE}</h2></div><dl class="article-info muted"><dt '
        f'class="article-info-term">Details</dt><dd class="createdby">Written by Danu Wijaya</dd>'
        f'<dd class="published">Published: 04 August 2019</dd><dd class="hits">Hits: 231</dd></dl>'
        f'<div itemprop="articleBody">{ps()}</div><ul class="pager pagenav"><li class="previous">'
        f'<a href="/p" rel="prev">{OTHERS[0]}</a></li></ul></div></div>'
    ),
    "drupal": (
        f'<div class="node node-berita"><h1 class="title">{TITLE}</h1><div '
        f'class="submitted">Submitted by Danu Wijaya on Sun, 08/04/2019 - 21:04</div><div '
        f'class="content"><div class="field field-name-field-image"><img src=a></div><div '
        f'class="field field-name-body field-type-text-with-summary"><div class="field-items">'
        f'<div class="field-item even" property="content:encoded">{ps()}</div></div></div></div>'
        f"</div>"
    ),
    "two articles on one page": (
        f'<div class="wrap"><article class="post"><h1>{TITLE}</h1><div class="entry-content">'
        f'{ps()}</div></article><article class="post"><h1>{OTHERS[0]}</h1><div '
        f'class="entry-content"><p>Jembatan gantung itu dicat ulang warga selama tiga hari, '
        f"dengan warna yang dipilih lewat pemungutan suara di balai desa.</p><p>Catnya "
        f"disumbangkan pedagang dan kuasnya dibuat dari ijuk.</p></div></article></div>"
    ),
    "many comments": (
        f'<h1>{TITLE}</h1><div class="content-detail">{ps()}</div><div id="disqus_thread" class="komentar">'
    )
    + ps(
        *(
            (
                f"Komentar nomor {i}: menurut saya rak itu seharusnya dibuat dari kayu ulin agar tahan "
                f"lama dan tidak lapuk kena air sungai setiap hari."
            )
            for i in range(14)
        )
    )
    + "</div>",
    "author box and related below": (
        f'<main><h1>{TITLE}</h1><section class="text">{ps()}<div class="author-box"><h4>Danu '
        f"Wijaya</h4><p>Penulis lepas yang tinggal di Banjarmasin dan menulis tentang sungai "
        f'sejak sepuluh tahun lalu di beberapa media daerah.</p></div><div class="related">'
        f"<h3>Berita Terkait</h3><ul>{links()}</ul></div></section></main>"
    ),
    "related list inside, unnamed": (
        f"<h1>{TITLE}</h1><div class=teks>{ps(*P[:3])}<p><strong>Baca juga:</strong></p><ul>"
        f"{links()}</ul>{ps(*P[3:])}</div>"
    ),
    "related titles as bare paragraphs": (
        f"<h1>{TITLE}</h1><div class=teks>{ps(*P)}<p><strong>Baca juga:</strong></p>"
        f"{''.join(f'<p><a href=/{i}>{t}</a></p>' for i, t in enumerate(OTHERS))}</div>"
    ),
    "tags, share and credits as text": (
        f"<h1>{TITLE}</h1><div class=teks><p>Penulis: Danu Wijaya</p><p>Minggu, 4 Agustus 2019 "
        f"21:04 WIB</p>{ps()}<p>Editor: Sri Hadi</p><p>Tags: pasar, buku</p><p>Bagikan:</p>"
        f"<p>Facebook</p><p>Twitter</p></div>"
    ),
    "aspx form round all": (
        f'<form id="aspnetForm"><div id=menu><a href=/>Depan</a></div><table><tr><td><h1>'
        f'{TITLE}</h1><span id="lblTanggal">04/08/2019 21:04</span><div id="lblIsi">{ps()}</div>'
        f"</td></tr></table></form>"
    ),
    "justify divs": f"<h1>{TITLE}</h1><div class=post-body>"
    + "".join(f'<div style="text-align: justify;">{p}</div><div style="text-align: justify;"><br /></div>' for p in P)
    + "</div>",
    "paragraphs as table cells": f"<h1>{TITLE}</h1><table class=isi>"
    + "".join(f"<tr><td>{p}</td></tr>" for p in P)
    + "</table>",
    "unclosed paragraphs": f"<div><h1>{TITLE}</h1><div class=artikel><p>" + "<p>".join(P) + "</div></div>",
    "links all over": f"<h1>{TITLE}</h1><div class=teks>"
    + ps(
        *(
            p.replace("buku", '<a href="/tag/buku">buku</a>').replace("Galuh", '<a href="/tag/galuh">Galuh</a>')
            for p in P
        )
    )
    + "</div>",
    "caption in the text": (
        f"<h1>{TITLE}</h1><div class=teks><div><img src=a><br>Galuh menata buku di raknya. (Foto: "
        f"Kabar/Danu)</div>{ps(*P[:2])}<p><img src=b></p><p>Jukung pedagang merapat ke rak. (Dok. "
        f"Galuh)</p>{ps(*P[2:])}</div>"
    ),
    "tweets in the text": (
        f'<h1>{TITLE}</h1><div class=teks>{ps(*P[:3])}<blockquote class="twitter-tweet"><p '
        f"lang=in>Rak bukunya lucu sekali, semoga tidak tenggelam ya kakak-kakak semua yang di "
        f"sana!</p>&mdash; Danu (@danu) <a href=x>August 4, 2019</a></blockquote>"
        f"{ps(*P[3:])}</div>"
    ),
    "sidebar before the article": (
        f'<div class="left-side"><h3>Terpopuler</h3>'
        f"{''.join(f'<div><a href=/{i}>{t}</a><p>{TEASER}</p></div>' for i, t in enumerate(OTHERS * 3))}</div>"
        f'<div class="mid"><h1>{TITLE}</h1><div class="teks">{ps()}</div></div>'
    ),
    "cookie notice and footer": (
        f'<div class="cookie-consent"><p>Kami menggunakan cookie untuk meningkatkan pengalaman '
        f"Anda, menayangkan iklan, dan menganalisis kunjungan. Dengan melanjutkan, Anda "
        f'setuju.</p></div><h1>{TITLE}</h1><div>{ps()}</div><div class="footer-about"><p>Kabar '
        f"Sungai adalah media daring yang meliput kehidupan di tepi sungai sejak tahun 2011 dan "
        f"berkantor di Banjarmasin.</p></div>"
    ),
    "sections under names of their own": (
        f'<div class="cerita"><h1>{TITLE}</h1>'
        f'<div class="awal">{ps(*P[:3])}</div><div class="akhir">{ps(*P[3:])}</div></div>'
    ),
    "bootstrap card": (
        f'<div class="card shadow"><div class="card-header"><h1>{TITLE}</h1></div>'
        f'<div class="card-body list">{ps()}</div></div>'
        f'<div class="col-md-4"><div class="card"><div class="card-body">{TEASER}</div></div></div>'
    ),
    "no heading at all": f'<div class="judul">{TITLE}</div><div class="teks">{ps()}</div>',
    "heading after the text in the source": f'<div class="teks">{ps()}</div><h1 style="order:-1">{TITLE}</h1>',
    "html in upper case": f"<CENTER><FONT SIZE=5><B>{TITLE}</B></FONT></CENTER><DIV ALIGN=JUSTIFY>{BRS}</DIV>",
    "picture floated in the first paragraph": (
        f"<h1>{TITLE}</h1><div class=teks><p><img src=a align=left>{P[0]}</p>{ps(*P[1:])}</div>"
    ),
    "next page notice": (
        f"<h1>{TITLE}</h1><div class=teks>{ps()}<p>Baca selengkapnya di halaman berikutnya.</p>"
        f'<div class="pagination"><a href="?page=1">1</a><a href="?page=2">2</a></div></div>'
    ),
    "signed in capitals": f"<h1>{TITLE}</h1><div class=teks>{ps()}<p><strong>DANU WIJAYA</strong></p></div>",
    "copy of another outlet": (
        f"<h1>{TITLE}</h1><div class=teks>{ps()}<p>Artikel ini telah tayang di Kabar.com dengan "
        f"judul {TITLE}</p><p>Simak berita lainnya hanya di kanal kami yang selalu segar setiap "
        f"pagi.</p></div>"
    ),
    "zero-width and blanks": (
        f"<h1>{TITLE}</h1><div>{ps(*('&#8203;' + p.replace(' ', '&nbsp; ', 3) + '&#65279;' for p in P))}</div>"
    ),
    "lazy wrappers round each paragraph": f"<h1>{TITLE}</h1><div class=story>"
    + "".join(f'<section class="block"><div class="inner"><p>{p}</p></div></section>' for p in P)
    + "</div>",
}


def page(body: str) -> bytes:
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{TITLE} - Kabar Sungai</title></head><body>"
        f'<div class="topnav"><ul><li><a href="/">Beranda</a></li><li><a href="/niaga">Niaga</a></li></ul></div>{body}'
        f'<div class="bawah"><h4>Berita Lain</h4><ul>{links()}</ul></div><div class="footer">'
        f"<p>Kabar Sungai, Jalan Martapura Lama 8</p></div></body></html>"
    ).encode()


@pytest.mark.parametrize("name", PAGES)
def test_the_same_body_from_every_markup(name: str) -> None:
    reading = read_page(page(PAGES[name]), url="https://kabarsungai.example/niaga/771/pasar-terapung-punya-rak-buku")
    assert reading.refusal is None
    assert reading.body == BODY
    assert reading.title == TITLE


@pytest.mark.parametrize(
    "name",
    [
        "title in h2, dated below, brs in one div",
        "reporter line first, promotions last",
        "summary in ten seconds",
        "joomla",
        "drupal",
        "tags, share and credits as text",
        "signed in capitals",
    ],
)
def test_the_reporter_is_found(name: str) -> None:
    reading = read_page(page(PAGES[name]), url=None)
    assert reading.authors == ("Danu Wijaya",)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("title in h2, dated below, brs in one div", "Minggu, 4 Agustus 2019 | 21:04 WIB"),
        ("joomla", "Published: 04 August 2019"),
        ("drupal", "Submitted by Danu Wijaya on Sun, 08/04/2019 - 21:04"),
        ("tags, share and credits as text", "Minggu, 4 Agustus 2019 21:04 WIB"),
        ("aspx form round all", "04/08/2019 21:04"),
    ],
)
def test_the_displayed_date_is_found(name: str, text: str) -> None:
    dates = read_page(page(PAGES[name]), url=None).dates
    assert [(date.text, date.origin) for date in dates] == [(text, "text")]


def test_the_day_in_the_head_of_the_site_is_not_the_articles() -> None:
    body = f"<header>Rabu, 7 Agustus 2019</header><main><h1>{TITLE}</h1><p>Minggu, 4 Agustus 2019</p>{ps()}</main>"
    reading = read_page(f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>".encode(), url=None)
    assert [date.text for date in reading.dates] == ["Minggu, 4 Agustus 2019"]


def test_trafilatura_reads_the_narrowest_element() -> None:
    root = parse(page(f"<div id=luar><ul>{links()}</ul><div id=dalam>{ps()}</div></div>"))
    assert root is not None
    assert narrowest(root).get("id") == "dalam"
    assert list(read_with_trafilatura(root)) == list(P)
