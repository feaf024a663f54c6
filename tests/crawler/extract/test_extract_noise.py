"""Lines and inserts that are no prose go; prose that looks like them stays."""

from __future__ import annotations

import pytest

from crawler.extract import clean_body
from crawler.extract.noise import is_noise, without_inserts, without_sign_off

NOISE = """
Baca juga: Rak Buku di Warung Kopi
Baca Juga : Rak Buku di Warung Kopi
BACA JUGA: Rak Buku di Warung Kopi
Baca Juga
Baca:
(Baca juga: Rak Buku di Warung Kopi)
Lihat juga: Peta Taman Baca
Simak juga Video 'Taman Baca Terapung':
Tonton juga Video: Taman Baca Terapung
Simak Video "Taman Baca Terapung"
Saksikan Live Pagi:
Saksikan Video Pilihan di Bawah Ini:
[Gambas:Video 20detik]
[Gambas:Video CNN]
SCROLL TO CONTINUE WITH CONTENT
Scroll untuk melanjutkan membaca
Scroll ke bawah untuk melanjutkan membaca
ADVERTISEMENT
Advertisement
Pilihan Editor: Surat Penyair yang Tidak Terkirim
Halaman Selanjutnya
Halaman: 1 2 3 4
Telusuri berita lifestyle lainnya
Loading...
Bagikan:
Editor: Ratna Sari
Editor : Ratna Sari
Pewarta: Juraidi Editor: Maria Copyright © KANTOR 2026
Penulis: Gilang Permana
Sumber: Kompas.com
sumber : Antara
Reporter : Aksara
Redaktur & Reporter : Boy
Reportase : Hartoyo
Dokumentasi: Tim Humas
Laporan Wartawan Kabar.com, Andi
Tags: buku, taman
#GerobakBuku #PasarMembaca
Foto: Yulia
Artikel ini telah tayang di Kabar.com dengan judul Garasi Jadi Perpustakaan
Copyright © KANTOR 2026
(*)
***
-
Ikuti Whatsapp Channel Republika
Cek berita dan artikel yg lain di Google News dan dan ikuti WhatsApp channel mediaindonesia.com
Simak breaking news dan berita pilihan kami langsung di ponselmu. Pastikan kamu sudah install aplikasi WhatsApp ya.
Baca berita tanpa iklan. Gabung Kompas.com+
Baca berita dengan sedikit iklan, klik di sini
Dilarang keras mengambil konten, melakukan crawling atau pengindeksan otomatis tanpa izin tertulis.
Yuk, Simak Juga Video ini!
Instagram: instagram.com/kem_bacaan
Laman: bacaan.example
Ilustrasi perpustakaan. (Foto: Kabar/Yulia)
""".strip().splitlines()

PROSE = """
Baca buku dua puluh menit sehari sudah cukup, kata psikolog itu.
Baca tulis dan hitung diajarkan sejak kelas satu.
Lihatlah deretan rak itu, semuanya buatan warga.
Simak pernyataan lengkap menteri yang disampaikan di hadapan ratusan pustakawan pada Rabu malam itu.
Ikuti lomba bercerita ini dengan mengirim naskah paling lambat akhir bulan.
Sumber air di desa itu mengering sejak Juli.
Editor buku anak itu memilih naskah dari sembilan provinsi.
Iklan rokok dilarang di sekitar sekolah sejak tahun lalu.
WhatsApp menambah fitur saluran untuk perpustakaan di Indonesia.
Halaman perpustakaan itu penuh pohon ketapang.
Foto keluarga itu ditemukan di antara halaman sebuah kamus tua.
Penulis asal Padang itu menerbitkan novel ketiganya.
Advertisement di koran lama menjadi bahan pamerannya.
Tag harga pada buku bekas itu masih ditulis tangan.
Selanjutnya, peserta diajak berkeliling gudang arsip.
Video itu ditonton dua juta kali.
Oleh karena itu, layanan dipindahkan ke lantai satu.
1. Jalan Merdeka
2 Mei 2024
""".strip().splitlines()


@pytest.mark.parametrize("line", NOISE)
def test_noise_lines(line: str) -> None:
    assert is_noise(line) or not without_inserts(line)


@pytest.mark.parametrize("line", PROSE)
def test_prose_lines(line: str) -> None:
    assert not is_noise(line)
    assert without_inserts(line) == line


@pytest.mark.parametrize(
    "sign",
    ["(vyp/kna)", "(H-2)", "(Dio/Ysl)", "(boy/jpnn)", "(fbn)", "(*)", "***", "(lau/pta)", "*** (AKN/Ed:DRS/Dok:PHP)"],
)
def test_signs_at_the_end_are_no_text(sign: str) -> None:
    assert without_sign_off(sign) == ""
    assert without_sign_off(f"Pintu dibuka pukul delapan. {sign}") == "Pintu dibuka pukul delapan."


@pytest.mark.parametrize(
    "line",
    [
        "Lembaga itu bernama Perpustakaan Nasional (PNRI)",
        "Ia lulus dari Institut Teknologi Bandung (ITB).",
        "Pertemuan ditutup Jumat (24/7).",
        "Kereta berangkat Jumat (2/7)",
        "Suhu naik menjadi 38 derajat (panas sekali).",
        "Jumlahnya sekitar 1.250 (seribu dua ratus lima puluh) buku.",
    ],
)
def test_brackets_in_a_sentence_stay(line: str) -> None:
    assert without_sign_off(line) == line


def test_clean_body_of_an_imported_text() -> None:
    text = (
        "Kabar.com, Jakarta - Taman baca dibuka di bawah jalan layang, Senin (3/6).\n"
        "Baca Juga\n"
        "Rak Buku di Warung Kopi Dipinjam Ratusan Kali\n"
        "Apa Itu Pustaka Bergerak?\n"
        "Advertisement\n"
        "\n"
        "Pengelolanya dua puluh anak muda (Baca: Anak Muda dan Buku) dari kampung sekitar.\n"
        "SCROLL TO CONTINUE WITH CONTENT\n"
        'Mereka meminjamkan buku tanpa kartu. "Kami percaya saja," kata Danu. (abc/def)\n'
        "[Gambas:Video 20detik]"
    )
    assert clean_body(text) == (
        "Taman baca dibuka di bawah jalan layang, Senin (3/6).\n\n"
        "Pengelolanya dua puluh anak muda dari kampung sekitar.\n\n"
        'Mereka meminjamkan buku tanpa kartu. "Kami percaya saja," kata Danu.'
    )


def test_clean_body_changes_no_prose() -> None:
    text = "Harganya Rp 14,5 juta (US$ 890).\n\n“Murah,” kata Jum'at Supriyadi.\n\nNomor teleponnya 021-555-0101."
    assert clean_body(text) == text


def test_clean_body_is_idempotent_on_its_own_answer() -> None:
    text = "JAKARTA - Buku itu dibaca ulang setiap tahun oleh warga.\nBaca juga: Yang Lain\nTerima kasih. (x/y)"
    assert clean_body(clean_body(text)) == clean_body(text)


def test_repeated_paragraphs_are_printed_once() -> None:
    line = "Kalimat panjang yang dicetak dua kali oleh penyunting situs yang sedang mengantuk."
    assert clean_body(f"{line}\n{line}\nSelesai sudah ceritanya.") == f"{line}\n\nSelesai sudah ceritanya."
