"""How the crawling itself goes: the dashboard "Kesehatan perayapan"."""

from __future__ import annotations

from index.kibana.charts import Chart, figure, plot, share, table
from index.kibana.columns import count, days, groups, latest, moment, number, percentile, terms, total, unique
from index.kibana.dashboards import Control, Dashboard, Note, Panel
from index.kibana.views import ARTICLES, BASES, OUTCOMES, PRECISIONS, RUNS

FETCHED = "outcome: (new or revised or unchanged or folded or refused)"  #: addresses that were answered
WEEK, EVER = ("now-7d/d", "now"), ("now-20y/y", "now")

_HELP = """\
### Kesehatan perayapan
Setiap alamat yang mungkin artikel dicatat nasibnya: *ditemukan* = diambil + dilewati + gagal + belum selesai, dan \
*diambil* = baru + direvisi + tidak berubah + dilipat (alamat lain dari artikel yang sama) + \
ditolak. Perhatikan: sumber yang tiba-tiba tanpa artikel \
**baru**, alasan **ditolak** yang melonjak (tata letak situs berubah), dan media yang paling lama **diam**.
Rentang waktu di kanan atas: untuk perayapan menurut waktu mulainya, untuk artikel menurut tanggal artikelnya. \
"Media yang diam" selalu melihat semua artikel."""

_addresses = total("alamat", "Alamat", "addresses")


def _outcome(name: str, label: str) -> Chart:
    return figure(f"angka-{name}", label, RUNS, total("alamat", label, "addresses", f"outcome: {name}"))


_FIGURES = (
    figure("angka-perayapan", "Perayapan", RUNS, unique("perayapan", "Perayapan", "run")),
    figure("angka-ditemukan", "Ditemukan", RUNS, total("alamat", "Alamat ditemukan", "addresses")),
    figure("angka-diambil", "Diambil", RUNS, total("alamat", "Diambil", "addresses", FETCHED)),
    _outcome("new", "Artikel baru"),
    _outcome("revised", "Direvisi"),
    _outcome("refused", "Ditolak"),
    _outcome("failed", "Gagal"),
    _outcome("unfinished", "Belum selesai"),
)

_by_day = plot(
    "hasil-per-hari",
    "Hasil perayapan per hari",
    RUNS,
    "bar_stacked",
    days("hari", "Hari", "started"),
    [_addresses],
    split=groups("hasil", "Hasil", {name: f"outcome: {key}" for key, name in OUTCOMES.items()}),
    description="Alamat menurut hasilnya, pada hari perayapan dimulai.",
)
_by_source = table(
    "hasil-menurut-sumber",
    "Hasil menurut sumber",
    RUNS,
    [
        terms("sumber", "Sumber", "source", 100, _addresses),
        total("alamat", "Ditemukan", "addresses"),
        total("diambil", "Diambil", "addresses", FETCHED),
        *(total(key, name.capitalize(), "addresses", f"outcome: {key}") for key, name in OUTCOMES.items()),
    ],
    description="Sumber dengan 0 di semua kolom dirayapi, tetapi tidak memberi satu alamat pun.",
)


def _reasons(id_: str, title: str, outcome: str, description: str) -> Chart:
    columns = [
        terms("alasan", "Alasan", "reason", 30, _addresses),
        terms("sumber", "Sumber", "source", 20, _addresses),
        _addresses,
    ]
    return table(id_, title, RUNS, columns, query=f"outcome: {outcome}", description=description)


_refused = _reasons("alasan-ditolak", "Alasan ditolak", "refused", "Halaman yang diambil, tetapi bukan artikel.")
_failed = _reasons("alasan-gagal", "Alasan gagal", "failed", "Alamat yang diminta, tetapi tidak terjawab.")
_skipped = _reasons("alasan-dilewati", "Alasan dilewati", "skipped", "Alamat yang tidak diminta.")

_newest = moment("terbaru", "Artikel terbaru", "max", "date")
_silence = table(
    "media-diam",
    "Media yang diam",
    ARTICLES,
    [
        terms("media", "Media", "source", 100, _newest, ascending=True),
        _newest,
        moment("ditemukan", "Terakhir ditemukan", "max", "first_seen"),
        count("artikel", "Artikel"),
    ],
    description="Yang paling lama tanpa artikel lebih dahulu; tidak bergantung pada rentang waktu.",
)
_started = moment("mulai", "Mulai", "max", "started")
_last_runs = table(
    "perayapan-terakhir",
    "Perayapan terakhir",
    RUNS,
    [
        terms("nomor", "No.", "run", 20, _started, numeric=True),
        _started,
        latest("perintah", "Perintah", "command", "started"),
        latest("berakhir", "Berakhir", "ended", "started"),
        unique("sumber", "Sumber", "source"),
        _addresses,
        total("baru", "Baru", "addresses", "outcome: new"),
        total("ditolak", "Ditolak", "addresses", "outcome: refused"),
        total("gagal", "Gagal", "addresses", "outcome: failed"),
    ],
    description="Dua puluh perayapan terakhir; yang terputus ditutup pada perayapan berikutnya.",
)

_PRECISIONS = {name: f"precision: {key}" for key, name in PRECISIONS.items()} | {
    "tanpa tanggal terbit": "not precision: *"
}
_articles = count("artikel", "Artikel")
_precision = share(
    "ketelitian",
    "Ketelitian tanggal terbit",
    ARTICLES,
    groups("ketelitian", "Ketelitian", _PRECISIONS),
    _articles,
    description="Seberapa teliti halaman menyebut kapan artikel terbit.",
)
_basis = share(
    "dasar-tanggal",
    "Dasar tanggal",
    ARTICLES,
    groups("dasar", "Dasar", {name: f"date_basis: {key}" for key, name in BASES.items()}),
    _articles,
    description="Artikel tanpa tanggal terbit memakai saat pertama ditemukan.",
)
_dates_by_source = table(
    "tanggal-menurut-media",
    "Mutu tanggal menurut media",
    ARTICLES,
    [
        terms("media", "Media", "source", 100, _articles),
        _articles,
        *(count(f"k{n}", name.capitalize(), query) for n, (name, query) in enumerate(_PRECISIONS.items())),
    ],
    description="Banyak artikel tanpa tanggal terbit: halaman media ini berubah.",
)
_delay = number("median", "Median (menit)", "median", "delay_minutes")
_delay_by_day = plot(
    "jeda-arsip-per-hari",
    "Dari terbit sampai diarsip, per hari",
    ARTICLES,
    "line",
    days("hari", "Hari", "date"),
    [_delay, percentile("p95", "95% paling lama (menit)", "delay_minutes", 95)],
    query="delay_minutes: *",
    description="Menit dari terbit sampai artikel diarsip; hanya artikel yang jam terbitnya diketahui.",
)
_delay_by_source = table(
    "jeda-arsip-menurut-media",
    "Dari terbit sampai diarsip, menurut media",
    ARTICLES,
    [
        terms("media", "Media", "source", 100, _articles),
        count("artikel", "Artikel dengan jam terbit"),
        _delay,
        percentile("p95", "95% paling lama (menit)", "delay_minutes", 95),
        number("maksimum", "Terlama (menit)", "max", "delay_minutes"),
    ],
    query="delay_minutes: *",
)

DASHBOARD = Dashboard(
    "kesehatan",
    "Kesehatan perayapan",
    "Apa yang ditemukan, diambil, dan ditolak; media mana yang diam; seberapa baik tanggalnya; seberapa cepat diarsip.",
    WEEK,
    (Control("source", "Media", ARTICLES),),
    (
        (7, (Panel(Note("bantuan-kesehatan", _HELP), 48),)),
        (6, tuple(Panel(chart, 6) for chart in _FIGURES)),
        (14, (Panel(_by_day, 48),)),
        (16, (Panel(_by_source, 48),)),
        (14, (Panel(_refused, 16), Panel(_failed, 16), Panel(_skipped, 16))),
        (15, (Panel(_silence, 20), Panel(_last_runs, 28))),
        (14, (Panel(_precision, 12), Panel(_basis, 12), Panel(_dates_by_source, 24))),
        (14, (Panel(_delay_by_day, 24), Panel(_delay_by_source, 24))),
    ),
)
