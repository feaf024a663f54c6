"""Lines and inserts that are no prose go; prose that looks like them stays."""

from __future__ import annotations

import pytest

from crawler.extract import clean_body, read_page
from crawler.extract.noise import is_noise, without_inserts
from crawler.extract.signoff import without_sign_off

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
Lihat Artikel Asli
Laporkan kesalahan pada artikel ini
Jangan lupa like dan subscribe kanal YouTube Kabar TV
Update berita terkini dan terlengkap hanya di kabar.example
Baca juga Benarkah Rak Buku di Warung Kopi Lebih Ramai?
Penulis: Dr. Danu Wijaya, M.Hum.
Copyright 2026 Kabar. All rights reserved.
Hak cipta dilindungi undang-undang
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
Baca juga buku-buku lama di rak kedua itu, pesan dia kepada para siswa yang datang.
Simak juga cerita warga yang menyimpan koran lama di lumbung, kata dia.
Sumber: menurut catatan dinas, kunjungan naik dua kali lipat dibandingkan dengan tahun sebelumnya.
Copyright atas naskah itu dipegang keluarga penulis sampai tahun 2045, kata dia.
Hak cipta naskah itu masih diperdebatkan.
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
    [
        "(RWL)",
        "(RW)",
        "-rwl-",
        "#",
        "(Danu Wijaya)",
        "(Ant/OL-3)",
        "(Danu Wijaya/Red)",
        "(SUC/YLI – Humas Setneg)",
        "( Kabar.com | Danu Wijaya )",
        "(vyp/kna)",
        "(H-2)",
        "(Dio/Ysl)",
        "(boy/jpnn)",
        "(fbn)",
        "(*)",
        "***",
        "(lau/pta)",
        "*** (AKN/Ed:DRS/Dok:PHP)",
    ],
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
        "Aplikasinya ada di dua sistem (Android/iOS).",
        "Sakelarnya punya dua keadaan (on/off).",
        "Surat ditandatangani orang tua (dan/atau wali).",
        "Namanya disamarkan. (Nama itu diganti atas permintaan keluarga)",
        "Layanan dibuka sepanjang hari. (24/7)",
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


def test_capitals_alone_at_the_end_are_initials() -> None:
    assert clean_body("Pintu dibuka pagi.\nPengunjung datang.\nRWL") == "Pintu dibuka pagi.\n\nPengunjung datang."
    assert clean_body("Pintu dibuka pagi.\nPengunjung datang. RWL") == "Pintu dibuka pagi.\n\nPengunjung datang."
    assert clean_body("Pintu dibuka pagi.\nBahasa yang dipakai\nPHP").endswith("PHP")
    assert clean_body("Pintu dibuka pagi.\nIa pegawai PNRI").endswith("PNRI")


@pytest.mark.parametrize(
    "pointer",
    [
        "<strong>Baca juga:</strong> <a href='/b'>Harga Buku Naik Lagi</a>",
        "<b>Baca Juga</b>: <a href='/b'>Harga Buku Naik Lagi</a>.",
        "Lihat juga : <a href='/b'><b>Harga Buku</b> Naik Lagi</a>",
    ],
)
def test_a_pointer_ends_a_paragraph(pointer: str) -> None:
    text = "Rak baru itu dipasang oleh warga pada awal pekan ini agar anak-anak lebih mudah menjangkau bukunya."
    html = f"<h1>Rak Baru</h1><title>Rak Baru</title><div>{f'<p>{text} {pointer}</p><p>Ia {text}</p>'}</div>"
    assert read_page(html.encode(), url=None).body == f"{text}\n\nIa {text}"


def test_a_link_in_a_sentence_stays() -> None:
    text = "Rak baru itu dipasang warga pada awal pekan ini, dan kabarnya dapat dibaca: "
    html = f"<h1>Rak Baru</h1><title>Rak Baru</title><div><p>{text}<a href='/b'>Harga Buku</a></p><p>{text}</div>"
    assert "Harga Buku" in (read_page(html.encode(), url=None).body or "")


def test_colours_of_a_terminal_are_no_text() -> None:
    html = (
        "<title>Rak Baru</title><h1>Rak Baru</h1><p>"
        + "Rak baru \x1b[31mmerah\x1b[0m itu dipasang oleh warga desa. " * 6
    )
    assert "rak baru merah itu" in (read_page(html.encode(), url=None).body or "").lower()


def test_initials_sign_off_after_the_last_item_of_a_list_too() -> None:
    assert without_sign_off("8. Pintu keluar Tol Buahbatu (mdk/yan)", last=True) == "8. Pintu keluar Tol Buahbatu"
    assert without_sign_off("Sakelar lampu (on/off)", last=True) == "Sakelar lampu (on/off)"
    assert without_sign_off("Pintu keluar (mdk/yan)") == "Pintu keluar (mdk/yan)"
