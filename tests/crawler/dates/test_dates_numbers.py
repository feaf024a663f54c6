"""Numbers that look like a day or a clock and count or name something else, and dates beside the same words."""

from __future__ import annotations

import pytest

from crawler.dates import answer

REFERENCE = "2024-07-05T10:00:00+07:00"

NO_DATES = """
U-19 Juli 2024; Piala Dunia U-20 Mei 2023; Timnas U-17 Juli 2024; Timnas U17 Juli 2024; U 17 Juli 2024; KU-12 Mei 2024
HUT ke-12 Mei 2024; Musda ke-3 Agustus 2024; Sidang ke-12 Juli; Kongres ke 12 Mei 2024; Presiden ke-7 Juli 2024
Gol ke-12 Juli 2024; ke-12/7/2024; Edisi ke-7 Juli 2024; Edisi ke 3 Juli 2024; Edisi 3 Juli 2024; Volume 3 Juli 2024
Vol. 3 Juli 2024; Vol. 3 No. 2 Juli 2024; Jilid 2 Mei; Bab 3 Mei 2024; Pasal 5 Mei 2024; Ayat 3 Juli 2024; Juz 30 Juli
Halaman 5 Mei 2024; Tabel 3 Mei 2024; Chapter 5 Juli 2024; Episode 12 Mei 2024; Eps. 12 Mei 2024; Part 2 Mei 2024
Season 2 Mei 2024; Musim 2 Mei 2024; Ronde 12 Juli; Round 3 Juli 2024; Babak 2 Juli 2024; Etape 3 Juli; Race 2 Juli 2024
Lantai 3 Mei; Gate 3 Mei; Gate #3 Mei; Kamar 12 Mei; Ruang 3 Mei 2024; Peron 3 Juli; Terminal 3 Mei; Pintu 3 Mei
Bus 12 Juli; Rute 3 Mei; Flight 12 Juli 2024; Koridor 5 Mei; Blok 3 Mei; RT 3 Mei; RW 05 Juli 2024; KM 12 Mei
TPS 12 Juli
Meja 5 Juli; Kursi 12 Mei; Loket 3 Mei; Dapil 2 Mei; Komisi 3 Juli 2024; Gang 12 Mei; Bandara 17 Agustus; SMA 17 Agustus
T-12 Juli; F-16 Juli 2024; R-12 Mei; Su-30 Mei 2024; KA-12 Mei; MH-17 Juli 2014; MH17 Juli 2014; B30 Juli 2024
M5 Juli 2024
KTT G20 Juli 2024; COVID-19 Juli 2021; Covid 19 Juli 2021; PPKM Level 3 Juli 2021; Dosis 3 Juli 2021; dosis 3x1 Mei 2024
Liga 1 Juli 2024; Formula 1 Juli 2024; Moto 3 Juli 2024; Moto3 Juli 2024; Juara 3 Juli 2024; Trans 7 Juli 2024
iPhone 15 Juli 2024; Galaxy S24 Juli 2024; Windows 11 Juni 2024; Boeing 737-8 Mei 2024; Apollo 11 Juli 1969
Kloter 12 Mei 2024; Angkatan 12 Mei; Kelas 12 Mei; Kelas 1-3 Juli 2024; Usia 17 Agustus; Tipe 2 Mei 2024; Skala 5 Mei
Skor 1-2 Juli 2024; menang 1-2 Juli 2024; Imbang 1-1 Juli 2024; 6-4 6-3 Juli 2024; Rasio 1:2 Juli 2024; Set 3 Juli 2024
Peringkat 5 Mei 2024; Top 10 Juli 2024; Posisi 3 Juli 2024; Nomor punggung 7 Juli 2024; Tahap 2 Juli 2024; Paket 3 Juli
(0274) 12-07-24; (021) 5-07-24; 0274 12-07-24; +62 12-07-24; Invoice 12/07/2024; Faktur: 12/07/2024; Order 12/07/2024
Tiket 12/07/2024; No. Resi 12/07/2024; Perda 12/07/2024; 12-13-14; 1.2.2024 ribu; 1.2.2024 juta; 12.07.2024 %
12 Juli 202; 12 Juli 20224; 8 Juli 024; 1969-12-31T17:00:00-07:00
"""


@pytest.mark.parametrize("text", [text.strip() for line in NO_DATES.strip().splitlines() for text in line.split(";")])
def test_a_number_with_a_name_is_no_day(text: str) -> None:
    assert (answer(text), answer(f"{text}\t{REFERENCE}")) == ("-", "-")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Edisi Senin, 3 Juli 2024", "2024-07-03"),
        ("Edisi: 3 Juli 2024", "2024-07-03"),
        ("Edisi 03/07/2024", "2024-07-03"),
        ("Edisi 3-9 Juli 2024", "2024-07-03/2024-07-09"),
        ("HUT ke-79 RI, 17 Agustus 2024", "2024-08-17"),
        ("HUT RI 17 Agustus 2024", "2024-08-17"),
        ("Hari ke-3, 5 Juli 2024", "2024-07-05"),
        ("Volume 3 No. 2, 5 Juli 2024", "2024-07-05"),
        ("Liga 12 Juli 2024", "2024-07-12"),
        ("Liga 1 12 Juli 2024", "2024-07-12"),
        ("Kelas 12 Juli 2024 10:00 WIB", "2024-07-12T10:00+07:00"),
        ("Lantai 3, 5 Juli 2024", "2024-07-05"),
        ("KTT G20 15 November 2022", "2022-11-15"),
        ("Timnas U-17, 5 Juli 2024", "2024-07-05"),
        ("Timnas U-17 Senin (8/7/2024)", "2024-07-08"),
        ("Update Covid-19, 19 Juli 2021", "2021-07-19"),
        ("Budi A - 5 Juli 2024", "2024-07-05"),
        ("Jurnalis-5 Juli 2024", "2024-07-05"),
        ("Jawa Pos 12 Juli 2024", "2024-07-12"),
        ("Kompas.id 8 Juli 2024 07:26 WIB", "2024-07-08T07:26+07:00"),
        ("ditunda ke 12 Juli 2024", "2024-07-12"),
        ("pada 12 Juli 2024 200 orang", "2024-07-12"),
        ("pada 12 Juli 200 orang\t2024-07-05", "2024-07-12"),
        ("07-15-2024", "2024-07-15"),
        ("07/15/24", "2024-07-15"),
        ("1969-12-31T17:00:00+07:00", "1969-12-31T17:00:00+07:00"),
        ("05/11/2015 Views: 300", "2015-11-05"),
    ],
)
def test_a_date_beside_such_words_is_one(text: str, expected: str) -> None:
    assert answer(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Durasi 3:15 | 8 Juli 2024", "2024-07-08"),
        ("8 Juli 2024 Durasi 3:15", "2024-07-08"),
        ("8 Juli 2024, 3:15 menit", "2024-07-08"),
        ("8 Juli 2024 12.30 ribu views", "2024-07-08"),
        ("8 Juli 2024 12:30 5 menit baca", "2024-07-08T12:30"),
        ("8 Juli 2024 12:30 | 5 menit", "2024-07-08T12:30"),
        ("July 9, 2024 07:15 GMT+700", "2024-07-09T07:15+07:00"),
        ("10 Juli 2024 M/4 Muharam 1446 H 08:00", "2024-07-10T08:00"),
        ("Sabtu, 1 Juni 2024 14:05:WIB", "2024-06-01T14:05+07:00"),
        ("10/07/202408:00 WIB", "2024-07-10T08:00+07:00"),
        ("10/07/20248:00 WIB", "2024-07-10T08:00+07:00"),
        ("Rabu, 10 Juli 202408:00 WIB", "2024-07-10T08:00+07:00"),
        ("10 Juli 202408:00:12 WIB", "2024-07-10T08:00:12+07:00"),
        ("3 hours, 5 minutes ago\t2024-07-05T10:00:00+07:00", "2024-07-05T06:55+07:00"),
    ],
)
def test_a_clock_is_told_from_amounts_and_found_where_it_is_glued(text: str, expected: str) -> None:
    assert answer(text) == expected
