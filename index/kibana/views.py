"""The two data views: the articles, and where the addresses of every run went. Labels are what analysts read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.kibana.objects import View

ARTICLES, RUNS = "artikel", "perayapan"

_ZONE = "Asia/Jakarta"
_TIME = {"id": "date", "params": {"pattern": "YYYY-MM-DD HH:mm", "timezone": _ZONE}}
_WHOLE = {"id": "number", "params": {"pattern": "0"}}
_SHARE = {"id": "percent", "params": {"pattern": "0%"}}


def _names(named: Mapping[str, str]) -> dict[str, Any]:
    entries = [{"key": key, "value": value} for key, value in named.items()]
    return {"id": "static_lookup", "params": {"lookupEntries": entries, "unknownKeyValue": None}}


RELATIONS: Mapping[str, str] = {
    "original": "asal",
    "copy": "salinan persis",
    "reprint": "cetak ulang",
    "rewrite": "tulis ulang",
}
KINDS: Mapping[str, str] = {
    "news": "berita",
    "press_release": "siaran pers",
    "announcement": "pengumuman",
    "event": "agenda",
}
PRECISIONS: Mapping[str, str] = {"second": "sampai detik", "minute": "sampai menit", "day": "hanya hari"}
BASES: Mapping[str, str] = {"published": "terbit", "first_seen": "pertama ditemukan"}
OUTCOMES: Mapping[str, str] = {
    "new": "baru",
    "revised": "direvisi",
    "unchanged": "tidak berubah",
    "folded": "dilipat",
    "refused": "ditolak",
    "skipped": "dilewati",
    "failed": "gagal",
    "unfinished": "belum selesai",
}
REASONS: Mapping[str, str] = {
    "about page": "halaman tentang media",
    "challenge page": "halaman penghalang robot",
    "empty": "tanpa teks artikel",
    "error": "kesalahan Kliping",
    "error page": "halaman galat",
    "gallery": "galeri foto",
    "home page": "halaman depan",
    "incomplete": "terpotong",
    "known": "sudah dikenal",
    "listing": "halaman daftar",
    "network": "gangguan jaringan",
    "not_recorded": "tidak ada dalam rekaman",
    "private_address": "alamat jaringan dalam",
    "redirects without end": "pengalihan tanpa akhir",
    "removed": "sudah dihapus dari arsip",
    "robots": "dilarang robots.txt",
    "robots_unavailable": "robots.txt tidak terjawab",
    "timeout": "tidak terjawab pada waktunya",
    "too short": "terlalu pendek",
    "too_large": "terlalu besar",
    "untitled": "tanpa judul",
    "video": "halaman video",
}  # any other is shown as it is
COMMANDS: Mapping[str, str] = {"crawl": "perayapan", "replay": "putar ulang", "import": "impor"}
ENDS: Mapping[str, str] = {"finished": "selesai", "interrupted": "terputus", "shutdown": "dihentikan"}

articles = View(
    id=ARTICLES,
    name="Artikel Kliping",
    suffix="",
    time="date",
    labels={
        "date": "Tanggal",
        "published": "Terbit",
        "published_at": "Terbit (saat)",
        "printed": "Tanggal tercetak",
        "first_seen": "Pertama ditemukan",
        "precision": "Ketelitian tanggal",
        "date_basis": "Dasar tanggal",
        "source": "Media",
        "original_source": "Media asal kisah",
        "title": "Judul",
        "lead": "Teras",
        "body": "Isi",
        "section": "Rubrik",
        "authors": "Wartawan",
        "tags": "Tag",
        "topics": "Topik",
        "kind": "Jenis",
        "language": "Bahasa",
        "url": "Alamat",
        "story_id": "Kisah",
        "relation": "Bentuk pemuatan",
        "of": "Berasal dari artikel",
        "similarity": "Kemiripan",
        "kept": "Bagian teks asal",
        "lag_days": "Jeda (hari)",
        "lag_minutes": "Jeda (menit)",
        "delay_minutes": "Terbit sampai diarsip (menit)",
        "word_count": "Jumlah kata",
        "revision": "Revisi",
        "sequence": "Nomor perubahan",
    },
    formats={
        "date": _TIME,
        "published_at": _TIME,
        "first_seen": _TIME,
        "url": {"id": "url", "params": {"type": "a", "openLinkInCurrentTab": False}},
        "kind": _names(KINDS),
        "relation": _names(RELATIONS),
        "precision": _names(PRECISIONS),
        "date_basis": _names(BASES),
        "similarity": _SHARE,
        "kept": _SHARE,
        "lag_days": _WHOLE,
        "lag_minutes": _WHOLE,
        "delay_minutes": _WHOLE,
        "word_count": _WHOLE,
        "revision": _WHOLE,
        "sequence": _WHOLE,
    },
)

runs = View(
    id=RUNS,
    name="Perayapan Kliping",
    suffix="-runs",
    time="started",
    labels={
        "run": "Perayapan",
        "command": "Perintah",
        "source": "Sumber",
        "started": "Mulai",
        "finished": "Selesai",
        "ended": "Berakhir",
        "outcome": "Hasil",
        "reason": "Alasan",
        "addresses": "Alamat",
    },
    formats={
        "started": _TIME,
        "finished": _TIME,
        "run": _WHOLE,
        "addresses": _WHOLE,
        "outcome": _names(OUTCOMES),
        "reason": _names(REASONS),
        "command": _names(COMMANDS),
        "ended": _names(ENDS),
    },
)
