"""What the press makes of Perpusnas: the saved searches, and the dashboard "Pemantauan Perpusnas"."""

from __future__ import annotations

from index.kibana.charts import figure, plot, share, table
from index.kibana.columns import PERCENT, TENTHS, count, days, groups, latest, moment, number, terms, unique
from index.kibana.dashboards import Control, Dashboard, Note, Panel
from index.kibana.objects import Search
from index.kibana.views import ARTICLES, KINDS, RELATIONS

OWN = "source: perpusnas"  #: what Perpusnas published itself
FROM_OWN = "original_source: perpusnas"  #: that, and what others made of it
TAKEN = f"{FROM_OWN} and not {OWN}"  #: what others made of it
ORIGINAL = "relation: original"
MONTH = ("now-30d/d", "now")

SEARCHES = (
    Search(
        "perpusnas-hari-ini",
        "Perpusnas hari ini",
        "Semua artikel hari ini tentang Perpusnas atau dari Perpusnas sendiri.",
        ARTICLES,
        f"topics: (Perpusnas or perpusnas) or {OWN}",
        ("source", "title", "section", "kind", "relation", "url"),
        "date",
        ("now/d", "now/d"),
    ),
    Search(
        "siaran-pers",
        "Siaran pers dan pemuatannya",
        "Terbitan Perpusnas (siaran pers, berita, pengumuman, agenda) dan semua artikel media yang berasal darinya; "
        "artikel satu terbitan mempunyai Kisah yang sama.",
        ARTICLES,
        FROM_OWN,
        ("story_id", "source", "kind", "title", "relation", "lag_days", "kept", "url"),
        "date",
    ),
    Search(
        "kisah-terbaru",
        "Kisah terbaru",
        "Artikel asal setiap kisah, tanpa pemuatan ulangnya, yang terbaru lebih dahulu.",
        ARTICLES,
        ORIGINAL,
        ("source", "title", "section", "topics", "authors", "url"),
        "date",
    ),
)

_HELP = """\
### Pemantauan Perpusnas
Satu **kisah** adalah satu peristiwa dalam satu bahan: artikel asalnya dan semua salinan, cetak ulang, dan tulis \
ulangnya di media lain. Karena itu jumlah *artikel* lebih besar daripada jumlah *kisah*. **Jeda** dihitung dari \
terbitnya artikel asal; Perpusnas hanya mencantumkan hari, jadi jedanya dalam hari.
Panel kosong? Perluas rentang waktu di kanan atas. Pilih media, topik, atau jenis dengan daftar di atas; \
klik bagian grafik untuk menyaring. Jumlah kisah di atas beberapa ribu adalah perkiraan (selisih sekitar 1%)."""

_articles = count("artikel", "Artikel")
_stories = unique("kisah", "Kisah", "story_id")
_outlets = unique("media", "Media", "source")
_taken = count("pemuatan", "Pemuatan", where=f"not {OWN}")

_FIGURES = (
    figure("angka-artikel", "Artikel", ARTICLES, _articles),
    figure("angka-kisah", "Kisah", ARTICLES, _stories),
    figure("angka-media", "Media", ARTICLES, unique("media", "Media selain Perpusnas", "source", f"not {OWN}")),
    figure("angka-terbitan", "Terbitan Perpusnas", ARTICLES, count("terbitan", "Terbitan Perpusnas", OWN)),
    figure("angka-pemuatan", "Pemuatan", ARTICLES, count("pemuatan", "Pemuatan oleh media", TAKEN)),
    figure(
        "angka-jeda",
        "Jeda pemuatan",
        ARTICLES,
        number("jeda", "Median jeda pemuatan (hari)", "median", "lag_days", TAKEN, TENTHS),
    ),
)

_articles_by_day = plot(
    "artikel-per-hari",
    "Artikel per hari menurut media",
    ARTICLES,
    "bar_stacked",
    days("hari", "Hari", "date"),
    [_articles],
    split=terms("media", "Media", "source", 10, _articles, rest=True),
    description="Sepuluh media dengan artikel terbanyak; yang lain digabung.",
)
_stories_by_day = plot(
    "kisah-per-hari",
    "Kisah per hari menurut media",
    ARTICLES,
    "line",
    days("hari", "Hari", "date"),
    [_stories],
    split=terms("media", "Media", "source", 10, _stories),
    description="Satu kisah yang dimuat tiga media tampak pada ketiganya; jangan dijumlahkan antarmedia.",
)
_both_by_day = plot(
    "artikel-dan-kisah",
    "Artikel dan kisah per hari",
    ARTICLES,
    "line",
    days("hari", "Hari", "date"),
    [_articles, _stories],
    description="Jarak antara kedua garis adalah pemuatan ulang.",
)
_top_outlets = table(
    "media-teratas",
    "Media teratas",
    ARTICLES,
    [
        terms("media", "Media", "source", 50, _articles),
        _articles,
        count("asal", "Artikel asal", ORIGINAL),
        count("ulang", "Pemuatan ulang", f"not {ORIGINAL}"),
        count("perpusnas", "dari Perpusnas", TAKEN),
    ],
    description="Artikel asal: media ini yang pertama; pemuatan ulang: dari media lain atau dari Perpusnas.",
)
_reach = unique("media", "Media", "source", f"not {OWN}")
_spread = table(
    "penyebaran",
    "Penyebaran siaran pers dan terbitan Perpusnas",
    ARTICLES,
    [
        latest("judul", "Judul terbitan", "title.keyword", "date", f"{OWN} and {ORIGINAL}"),
        latest("jenis", "Jenis", "kind", "date", f"{OWN} and {ORIGINAL}"),
        moment("terbit", "Tanggal", "min", "date", f"{OWN} and {ORIGINAL}"),
        _reach,
        _taken,
        number("tercepat", "Jeda tercepat (hari)", "min", "lag_days", f"not {OWN}"),
        number("jeda", "Median jeda (hari)", "median", "lag_days", f"not {OWN}", TENTHS),
        number("kata", "Median bagian teks asal", "median", "kept", f"not {OWN}", PERCENT),
    ],
    hidden=[terms("kisah", "Kisah", "story_id", 100, _reach)],
    query=FROM_OWN,
    description="Setiap baris satu terbitan; yang dimuat paling banyak media lebih dahulu. Judul kosong: terbitannya "
    "di luar rentang waktu atau tersaring. Bagian teks asal: berapa kata terbitan yang masih ada dalam artikel media.",
)
_forms = share(
    "bentuk-pemuatan",
    "Bentuk pemuatan",
    ARTICLES,
    groups("bentuk", "Bentuk", {name: f"relation: {key}" for key, name in RELATIONS.items() if key != "original"}),
    count("artikel", "Artikel"),
    query=TAKEN,
    description="Bagaimana media memuat terbitan Perpusnas: salinan persis, cetak ulang dengan sedikit suntingan atau "
    "dipotong, atau ditulis ulang.",
)
_lags = plot(
    "jeda-pemuatan",
    "Jeda pemuatan terbitan Perpusnas",
    ARTICLES,
    "bar_horizontal",
    groups(
        "jeda",
        "Jeda",
        {
            "lebih dulu": "lag_days < 0",
            "hari yang sama": "lag_days: 0",
            "1 hari": "lag_days: 1",
            "2–3 hari": "lag_days >= 2 and lag_days <= 3",
            "4–7 hari": "lag_days >= 4 and lag_days <= 7",
            "lebih dari 7 hari": "lag_days > 7",
            "tidak diketahui": "not lag_days: *",
        },
    ),
    [count("artikel", "Artikel")],
    query=TAKEN,
    description="Hari antara terbitan Perpusnas dan artikel media.",
)
_all_taken = count("pemuatan", "Pemuatan")
_lags_by_outlet = table(
    "jeda-menurut-media",
    "Jeda pemuatan menurut media",
    ARTICLES,
    [
        terms("media", "Media", "source", 50, _all_taken),
        _all_taken,
        number("tercepat", "Tercepat (hari)", "min", "lag_days"),
        number("jeda", "Median (hari)", "median", "lag_days", shown=TENTHS),
        number("terlama", "Terlama (hari)", "max", "lag_days"),
    ],
    query=TAKEN,
    description="Seberapa cepat setiap media memuat terbitan Perpusnas.",
)
_sections = plot(
    "rubrik",
    "Rubrik",
    ARTICLES,
    "bar_horizontal",
    terms("rubrik", "Rubrik", "section", 15, _articles),
    [_articles],
    description="Nama rubrik menurut medianya sendiri; artikel tanpa rubrik tidak tampak.",
)
_reporters = table(
    "wartawan",
    "Wartawan",
    ARTICLES,
    [terms("wartawan", "Wartawan", "authors", 50, _articles), _articles, _stories, _outlets],
    description="Nama yang tercantum sebagai penulis; artikel dengan dua nama tampak pada keduanya.",
)
_topics = table(
    "topik",
    "Topik",
    ARTICLES,
    [terms("topik", "Topik", "topics", 20, _articles), _articles, _stories, _outlets],
    description="Topik yang dipantau; artikel tanpa topik tidak tampak.",
)
_kinds = share(
    "jenis",
    "Jenis artikel",
    ARTICLES,
    groups("jenis", "Jenis", {name: f"kind: {key}" for key, name in KINDS.items()}),
    _articles,
)
_first = moment("mulai", "Mulai", "min", "date")
_newest = table(
    "kisah-baru",
    "Kisah terbaru",
    ARTICLES,
    [
        _first,
        latest("judul", "Judul asal", "title.keyword", "date", ORIGINAL),
        latest("asal", "Media asal", "source", "date", ORIGINAL),
        _articles,
        _outlets,
        moment("akhir", "Terakhir dimuat", "max", "date"),
    ],
    hidden=[terms("kisah", "Kisah", "story_id", 100, _first)],
    description="Seratus kisah yang paling baru mulai, dengan luas pemuatannya.",
)

DASHBOARD = Dashboard(
    "pemantauan",
    "Pemantauan Perpusnas",
    "Apa yang ditulis media tentang Perpusnas, siapa yang memuat terbitannya, dan seberapa cepat.",
    MONTH,
    (Control("source", "Media", ARTICLES), Control("topics", "Topik", ARTICLES), Control("kind", "Jenis", ARTICLES)),
    (
        (7, (Panel(Note("bantuan-pemantauan", _HELP), 48),)),
        (6, tuple(Panel(chart, 8) for chart in _FIGURES)),
        (14, (Panel(_articles_by_day, 24), Panel(_stories_by_day, 24))),
        (14, (Panel(_both_by_day, 24), Panel(_top_outlets, 24))),
        (16, (Panel(_spread, 34), Panel(_forms, 14))),
        (14, (Panel(_lags, 24), Panel(_lags_by_outlet, 24))),
        (15, (Panel(_sections, 16), Panel(_reporters, 16), Panel(_topics, 16))),
        (16, (Panel(_newest, 34), Panel(_kinds, 14))),
    ),
)
