"""What is printed as the date of publication, and what only tells when something took place."""

from __future__ import annotations

import pytest

from crawler.extract import read_page
from crawler.extract.stamps import beside_date, is_stamp

TITLE = "Gerobak Dongeng Menyusuri Lorong Pasar Lama"
TEXT = "".join(
    f"<p>Kalimat nomor {i} tentang gerobak dongeng di lorong pasar, ditulis panjang agar menjadi paragraf sungguh.</p>"
    for i in range(5)
)

STAMPS = """
Senin, 20 Juli 2026 | 09:15 WIB
Diterbitkan: 20 Juli 2026 09.15
Tayang: Senin, 20 Juli 2026 09:15 WIB
Diposting pada 20/07/2026 oleh admin
Submitted by warga on Mon, 20/07/2026 - 09:15
Kabar.com - Diperbarui 20/07/2026, 09:15 WIB
Reporter : Danu Wijaya | Senin, 20 Juli 2026 09:15
PERISTIWA | 20 Juli 2026 09:15
Senin, 20 Juli 2026 Dibaca 1.204 kali
Danu Wijaya and Sri Hadi, The Lorong Post | Headlines | Mon, July 20 2026, 8:30 AM
3 jam yang lalu
""".strip().splitlines()

EVENTS = """
Pameran gerobak dibuka di Malang, Senin (20/7/2026).
Pameran dibuka Senin, 20 Juli 2026 pukul 09.00 WIB
Gerobak Dongeng, Senin (20/7/2026)
Hari/Tanggal: Senin, 20 Juli 2026
Hari, tanggal : Senin, 20 Juli 2026
Waktu : 20 Juli 2026, 09.00 WIB
Lorong pasar diresmikan pada 17 Mei 1980 oleh wali kota.
“Datanglah 20 Juli 2026”
""".strip().splitlines()


@pytest.mark.parametrize("line", STAMPS)
def test_a_date_with_a_label_or_a_name_is_a_stamp(line: str) -> None:
    assert is_stamp(line)


@pytest.mark.parametrize("line", EVENTS)
def test_a_date_in_a_sentence_or_an_agenda_is_none(line: str) -> None:
    assert not is_stamp(line)


@pytest.mark.parametrize("line", EVENTS)
@pytest.mark.parametrize(
    "markup", ["<p>{}</p>", "<h2>{}</h2>", "<figure><img src=a><figcaption>{}</figcaption></figure>", "<ul><li>{}</ul>"]
)
def test_a_date_of_the_text_is_never_shown_as_the_publication(markup: str, line: str) -> None:
    for body in ("<h1>{}</h1><article>{}{}</article>", "<article><h1>{}</h1><div class=isi>{}{}</div></article>"):
        html = f"<title>{TITLE}</title><body>" + body.format(TITLE, markup.format(line), TEXT)
        assert read_page(html.encode(), url=None).dates == ()


@pytest.mark.parametrize(
    "markup",
    [
        "<div><span>20/07/2026</span><span>15:10 WIB</span></div>",
        "<div><span>Senin, 20 Juli 2026</span><span>15:10 WIB</span></div>",
        "<ul><li>20 Juli 2026</li><li>15:10 WIB</li></ul>",
        "<div>20 Juli 2026</div><div>Pukul 15.10</div>",
        "<div><b>15:10 WIB</b><b>20 Juli 2026</b></div>",
        "<div class=meta><span>20 Juli 2026</span></div><div><span>15:10 WIB</span></div>",
    ],
)
def test_a_clock_in_the_next_element_goes_with_its_day(markup: str) -> None:
    html = f"<title>{TITLE}</title><body><h1>{TITLE}</h1>{markup}<div class=isi>{TEXT}</div>"
    texts = [signal.text for signal in read_page(html.encode(), url=None).dates]
    assert len(texts) == 1
    assert "20" in texts[0] and ("15:10" in texts[0] or "15.10" in texts[0])


def test_a_number_beside_a_day_is_no_clock() -> None:
    html = f"<title>{TITLE}</title><body><h1>{TITLE}</h1><ul><li>20 Juli 2026</li><li>1.204</li></ul>{TEXT}"
    assert [signal.text for signal in read_page(html.encode(), url=None).dates] == ["20 Juli 2026"]


def test_what_stands_beside_a_date() -> None:
    assert beside_date("Rina Wulandari - Jumat, 24 Juli 2026 | 08:10 WIB") == ["Rina Wulandari", "WIB"]
    assert beside_date("Rina Wulandari, 24 Juli 2026 08.10") == ["Rina Wulandari"]
