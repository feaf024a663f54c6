"""The dateline is told from prose, taken off, and handed back."""

from __future__ import annotations

import pytest

from crawler.extract.dateline import split_dateline

REST = "Warga membaca buku di taman."

DATELINES = [
    ("JAKARTA, KOMPAS.com - ", "JAKARTA, KOMPAS.com"),
    ("JAKARTA, KOMPAS.com – ", "JAKARTA, KOMPAS.com"),
    ("JAKARTA, KOMPAS.com— ", "JAKARTA, KOMPAS.com"),
    ("JAKARTA , KOMPAS.com - ", "JAKARTA , KOMPAS.com"),
    ("KOMPAS.com - ", "KOMPAS.com"),
    ("KOMPAS.com- ", "KOMPAS.com"),
    ("TEMPO.CO, Jakarta - ", "TEMPO.CO, Jakarta"),
    ("TEMPO.CO,Jakarta - ", "TEMPO.CO,Jakarta"),
    ("INFO NASIONAL - ", "INFO NASIONAL"),
    ("INFO BISNIS – ", "INFO BISNIS"),
    ("REPUBLIKA.CO.ID, JAKARTA -- ", "REPUBLIKA.CO.ID, JAKARTA"),
    ("REPUBLIKA.CO.ID,JAKARTA -- ", "REPUBLIKA.CO.ID,JAKARTA"),
    ("Liputan6.com, Jakarta - ", "Liputan6.com, Jakarta"),
    ("Liputan6.com, Jakarta -", "Liputan6.com, Jakarta"),
    ("Liputan6.com, Jakarta", "Liputan6.com, Jakarta"),
    ("Jakarta, CNN Indonesia -- ", "Jakarta, CNN Indonesia"),
    ("Jakarta (ANTARA) - ", "Jakarta (ANTARA)"),
    ("Jakarta (ANTARA News) - ", "Jakarta (ANTARA News)"),
    ("jpnn.com, JAKARTA - ", "jpnn.com, JAKARTA"),
    ("TRIBUNNEWS.COM - ", "TRIBUNNEWS.COM"),
    ("WARTAKOTALIVE.COM, JAKARTA - ", "WARTAKOTALIVE.COM, JAKARTA"),
    ("JAKARTA - ", "JAKARTA"),
    ("BANDUNG, JAWA BARAT — ", "BANDUNG, JAWA BARAT"),
    ("GDAŃSK- ", "GDAŃSK"),
    ("LOS ANGELES-", "LOS ANGELES"),
    ("Suara.com - ", "Suara.com"),
    ("Merdeka.com - ", "Merdeka.com"),
    ("Bisnis.com, JAKARTA – ", "Bisnis.com, JAKARTA"),
    ("KONTAN.CO.ID - JAKARTA. ", "KONTAN.CO.ID - JAKARTA"),
    ("KBRN, Jakarta: ", "KBRN, Jakarta"),
    ("RM.id  Rakyat Merdeka - ", "RM.id  Rakyat Merdeka"),
    ("Banten - Humas Perpusnas, ", "Banten - Humas Perpusnas"),
    ("Jakarta-Humas BRIN. ", "Jakarta-Humas BRIN"),
    ("Cirebon (Kemenag) --- ", "Cirebon (Kemenag)"),
    ("Salemba, Jakarta—", "Salemba, Jakarta"),
    ("Medan Merdeka Selatan, Jakarta - ", "Medan Merdeka Selatan, Jakarta"),
    ("Jakarta- ", "Jakarta"),
    ("Serang, Banten – ", "Serang, Banten"),
    ("Jakarta, 12 Februari 2025 – ", "Jakarta, 12 Februari 2025"),
    ("Jakarta - ", "Jakarta"),
    ("Washington DC - ", "Washington DC"),
    ("VIVA – ", "VIVA"),
]

PROSE = [
    "Perpustakaan itu - yang dibuka pada 1990 - kini sepi.",
    "Jakarta-Bandung kini ditempuh 40 menit dengan kereta cepat.",
    "Jakarta dan Bandung - dua kota yang sibuk - menambah jam layanan.",
    "Buku-buku itu disimpan di gudang sejak lama.",
    "Ia berkata, Jakarta - kota itu - selalu ramai.",
    "PERPUSTAKAAN Nasional menambah koleksi langka tahun ini.",
    "Presiden - dalam pidatonya - meminta semua pihak membaca.",
    '"Jakarta - Surabaya cukup semalam," kata masinis itu.',
    "Pada 2024-2025 jumlah pengunjung naik dua kali lipat.",
    "Rp 5 juta - jumlah yang besar - dibayarkan tunai.",
]


@pytest.mark.parametrize(("head", "dateline"), DATELINES)
def test_a_dateline_is_taken_off(head: str, dateline: str) -> None:
    assert split_dateline(head + REST) == (dateline, REST)


@pytest.mark.parametrize("text", PROSE)
def test_prose_stays_whole(text: str) -> None:
    assert split_dateline(text) == (None, text)


def test_a_brand_of_the_outlet_makes_a_dateline() -> None:
    assert split_dateline("Suara Literasi - " + REST) == (None, "Suara Literasi - " + REST)
    assert split_dateline("Suara Literasi - " + REST, ["Suara Literasi"]) == ("Suara Literasi", REST)
