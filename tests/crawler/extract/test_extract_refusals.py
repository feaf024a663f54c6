"""What is no article is refused with a reason; what is a short article is not."""

from __future__ import annotations

import pytest

from crawler.extract import read_page

TITLES = [
    "Rumah Baca di Lereng Merbabu Dapat Bantuan Rak Bambu",
    "Bupati Minta Setiap Desa Menyisihkan Dana untuk Buku",
    "Pelajar Kupang Menangi Lomba Bercerita Tingkat Nasional",
    "Toko Buku Tua di Braga Menutup Pintu Setelah Enam Puluh Tahun",
    "Mahasiswa Memetakan Sudut Baca di Stasiun Kereta",
    "Gudang Arsip Kolonial Dipindah ke Gedung Tahan Api",
    "Nelayan Belajar Membaca Cuaca dari Siaran Radio Komunitas",
    "Sanggar Aksara Jawa Membuka Kelas untuk Penyandang Tunanetra",
    "Perpustakaan Keliling Menembus Desa di Balik Bukit Barisan",
    "Kolektor Menyumbangkan Tiga Ribu Majalah Lawas",
    "Sekolah Terapung Mendapat Dua Puluh Tablet Bekas",
    "Festival Buku Anak Ditutup dengan Pawai Boneka Raksasa",
]


def page(body: str, *, title: str = "Portal Warga", head: str = "", og_type: str = "article") -> bytes:
    return (
        f"<!doctype html><html lang=id><head><meta charset=utf-8><title>{title}</title>"
        f'<meta property="og:type" content="{og_type}">{head}</head><body><nav><a '
        f'href="/">Beranda</a></nav>{body}</body></html>'
    ).encode()


def cards(teaser: bool) -> str:
    excerpt = (
        "<p>Kabar singkat tentang hal itu, disusun dari laporan wartawan di lapangan pada hari yang sama.</p>"
        if teaser
        else ""
    )
    return (
        "<div class=list>"
        + "".join(
            (
                f'<div class=item><h3><a href="/baca/{i}">{title}</a></h3><span class=date>{i + 1} jam '
                f"yang lalu</span>{excerpt}</div>"
            )
            for i, title in enumerate(TITLES)
        )
        + "</div>"
    )


PARAGRAPHS = "".join(
    (
        f"<p>Paragraf ke-{i} menceritakan pembukaan taman baca di tepi kali, lengkap dengan "
        f"kutipan warga dan angka kunjungan.</p>"
    )
    for i in range(6)
)

REFUSED = {
    "home": ("https://www.warga.example/", page(cards(False)), "home page"),
    "home with text": ("https://www.warga.example", page(cards(True) + PARAGRAPHS), "home page"),
    "index": ("https://www.warga.example/indeks/2", page(cards(False), title="Indeks Berita Hari Ini"), "listing"),
    "tag": ("https://www.warga.example/tag/literasi?page=3", page(cards(True), title="Literasi"), "listing"),
    "search": ("https://www.warga.example/search?q=buku", page(cards(True), title="Hasil Pencarian buku"), "listing"),
    "section": ("https://www.warga.example/budaya", page(cards(True), title="Budaya"), "listing"),
    "section of headlines": ("https://www.warga.example/budaya", page(cards(False), title="Budaya"), "listing"),
    "section, address unknown": (None, page(cards(True), title="Budaya - Portal Warga"), "listing"),
    "author": ("https://www.warga.example/penulis/ani-lestari", page(cards(True), title="Ani Lestari"), "listing"),
    "gallery": (
        "https://www.warga.example/foto/8812/pawai-boneka-raksasa",
        page(
            "<h1>FOTO: Pawai Boneka Raksasa</h1><p>Anak-anak mengikuti pawai boneka raksasa di "
            "penutupan festival, Minggu, yang digelar di alun-alun kota sejak pagi hari.</p>"
        ),
        "gallery",
    ),
    "video": (
        "https://www.warga.example/berita/12/pawai-boneka",
        page(
            (
                "<h1>Pawai Boneka</h1><p>Tayangan pawai boneka raksasa dari pagi hingga sore, disiarkan "
                "langsung dari alun-alun kota bersama tiga pembawa acara.</p>"
            ),
            og_type="video.other",
        ),
        "video",
    ),
    "challenge": (
        None,
        page(
            "<h1>www.warga.example</h1><p>Verifying you are human. This may take a few seconds.</p>",
            title="Just a moment...",
        ),
        "challenge page",
    ),
    "not found": (
        None,
        page("<h1>404</h1><p>Maaf, halaman yang Anda cari tidak ditemukan.</p>", title="404 Not Found"),
        "error page",
    ),
    "not found in words": (
        None,
        page("<p>Silakan kembali ke beranda.</p>", title="Halaman tidak ditemukan - Portal Warga"),
        "error page",
    ),
    "about": (
        "https://www.warga.example/redaksi",
        page(f"<h1>Redaksi</h1>{PARAGRAPHS}", title="Redaksi - Portal Warga"),
        "about page",
    ),
    "three words": (
        "https://www.warga.example/berita/9/uji-coba-saja",
        page("<h1>Uji coba saja</h1><div class=content><p>Ini hanya percobaan.</p></div>", title="Uji coba saja"),
        "empty",
    ),
    "a dozen words": (
        "https://www.warga.example/berita/9/uji-coba-lagi",
        page(
            (
                "<h1>Uji coba lagi</h1><div class=content><p>Ini hanya percobaan menulis berita dengan "
                "sedikit sekali kata di dalamnya.</p></div>"
            ),
            title="Uji coba lagi",
        ),
        "too short",
    ),
    "shell": (
        "https://www.warga.example/berita/9/kosong-melompong-lagi",
        page('<div id="root"></div><script src="/app.js"></script>', title="Kosong"),
        "empty",
    ),
    "nothing": (None, b"", "empty"),
    "blanks": (None, b" \n\t ", "empty"),
    "template leak": (
        "https://www.warga.example/ragam",
        page(
            cards(False),
            title="Ragam",
            head=(
                '<meta property="article:published_time" content="[publishdate]"><meta property="og:url" '
                'content="https://www.warga.example/ragam/read/77/sesuatu">'
            ),
        ),
        "listing",
    ),
    "index that says so": (
        None,
        page(cards(True), title="Kabar", head='<meta name="contenttype" content="indeksberita">'),
        "listing",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_its_reason(name: str) -> None:
    url, html, slug = REFUSED[name]
    reading = read_page(html, url=url)
    assert reading.refusal is not None
    assert reading.refusal.split(":")[0] == slug
    assert (reading.title, reading.body, reading.authors, reading.dates) == (None, None, (), ())


ACCEPTED = {
    "an article with a long list of others": (
        "https://www.warga.example/budaya/771/taman-baca-di-tepi-kali",
        page(
            f"<main><h1>Taman Baca di Tepi Kali</h1><div class=isi>{PARAGRAPHS}</div></main>{cards(False)}",
            title="Taman Baca di Tepi Kali",
        ),
    ),
    "an article with teasers of others": (
        None,
        page(
            f"<main><h1>Taman Baca di Tepi Kali</h1><div class=text>{PARAGRAPHS}</div></main>{cards(True)}",
            title="Taman Baca di Tepi Kali",
        ),
    ),
    "og:type website": (
        "https://www.warga.example/budaya/771/taman-baca-di-tepi-kali",
        page(
            f"<h1>Taman Baca di Tepi Kali</h1><div>{PARAGRAPHS}</div>",
            title="Taman Baca di Tepi Kali",
            og_type="website",
        ),
    ),
    "a brief of three sentences": (
        "https://www.warga.example/kilas/13/jam-layanan-berubah",
        page(
            (
                "<h1>Jam Layanan Berubah</h1><p>Jam layanan berubah mulai Senin. Pintu dibuka pukul "
                "08.00 dan ditutup pukul 20.00 WIB. Hari Minggu tetap libur seperti biasa.</p>"
            ),
            title="Jam Layanan Berubah",
        ),
    ),
    "a title about four hundred people": (
        None,
        page(
            f"<h1>404 Orang Ikut Lomba Membaca Cepat</h1><div>{PARAGRAPHS}</div>",
            title="404 Orang Ikut Lomba Membaca Cepat",
        ),
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_articles_are_not_refused(name: str) -> None:
    url, html = ACCEPTED[name]
    reading = read_page(html, url=url)
    assert reading.refusal is None
    assert reading.body
    assert "Rumah Baca di Lereng Merbabu" not in reading.body
    assert "Kabar singkat" not in reading.body


def test_refused_pages_keep_what_they_say_of_addresses() -> None:
    html = page(cards(False), head='<link rel="canonical" href="/indeks">')
    reading = read_page(html, url="https://www.warga.example/indeks?page=2")
    assert reading.refusal is not None
    assert reading.canonical == "https://www.warga.example/indeks"
