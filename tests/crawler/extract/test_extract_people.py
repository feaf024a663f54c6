"""Reporters are people; outlets, desks, editors and initials are not reporters."""

from __future__ import annotations

import pytest

from crawler.extract import Selectors, read_page
from crawler.extract.authors import Credit, people, read_credit

TEXT = "".join(
    f"<p>Kalimat nomor {i} tentang taman baca di kampung nelayan, ditulis panjang agar menjadi paragraf sungguhan.</p>"
    for i in range(5)
)


def page(head: str = "", body: str = "", after: str = "") -> bytes:
    return (
        f"<html lang=id><head><title>Taman Baca Kampung Nelayan</title>{head}</head><body>"
        f"<h1>Taman Baca Kampung Nelayan</h1>{body}"
        f"<div class=entry-content>{TEXT}{after}</div></body></html>"
    ).encode()


def json_ld(author: str) -> str:
    return (
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Taman Baca '
        f'Kampung Nelayan","author":{author}}}</script>'
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Vidya Pinandhita - detikHealth", ("Vidya Pinandhita",)),
        ("Isna Rifka Sri Rahayu, Yoga Sukmana", ("Isna Rifka Sri Rahayu", "Yoga Sukmana")),
        ("Oleh Giovani Dio Prasasti", ("Giovani Dio Prasasti",)),
        ("Natasha Oktalia, Jurnalis", ("Natasha Oktalia",)),
        ("Budi Santoso dan Ani Lestari", ("Budi Santoso", "Ani Lestari")),
        ("Prof. Dr. Siti Rahma, M.Pd", ("Siti Rahma",)),
        ("Muhammad Rizki Nur-Hidayat", ("Muhammad Rizki Nur-Hidayat",)),
        ("Sukarno", ("Sukarno",)),
        ("Liputan6.com", ()),
        ("Kompas Cyber Media", ()),
        ("mediaindonesia.com developer", ()),
        ("Tim Redaksi", ()),
        ("admin", ()),
        ("Redaksi", ()),
        ("https://www.facebook.com/portal", ()),
        ("vyp/kna", ()),
        ("Super User", ()),
        ("", ()),
    ],
)
def test_people_of_a_byline(text: str, names: tuple[str, ...]) -> None:
    assert people([text]) == names


def test_brands_are_no_people() -> None:
    assert people(["Suara Literasi", "Ani Lestari"], ["Suara Literasi"]) == ("Ani Lestari",)


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Rep: Laila Fitriani/ Red: Erwin Maulana", Credit(("Laila Fitriani",), ("Erwin Maulana",))),
        (
            "Pewarta: Juraidi Tarigan Editor: Maria Siregar Copyright © KANTOR 2026",
            Credit(("Juraidi Tarigan",), ("Maria Siregar",)),
        ),
        ("Pewarta : Juraidi Tarigan | Editor : Maria Siregar", Credit(("Juraidi Tarigan",), ("Maria Siregar",))),
        ("Redaktur & Reporter : Boy Sandi", Credit(("Boy Sandi",), ("Boy Sandi",))),
        ("Penulis: Anisa Rahmawati", Credit(("Anisa Rahmawati",), ())),
        ("Reportase : Hartoyo Darmawan", Credit(("Hartoyo Darmawan",), ())),
        ("Oleh - Danu Wijaya, Editor - Sri Hadi", Credit(("Danu Wijaya",), ("Sri Hadi",))),
        ("Editor: Ratna Sari", Credit((), ("Ratna Sari",))),
        ("Foto: Yulia Handayani", Credit((), ())),
    ],
)
def test_credit_lines(line: str, credit: Credit) -> None:
    assert read_credit(line) == credit


def test_a_brand_in_json_ld_gives_way_to_the_next_evidence() -> None:
    html = page(json_ld('{"@type":"Organization","name":"Kabar Kita"}') + '<meta name="author" content="Danu Wijaya">')
    reading = read_page(html, url=None, brands=["Kabar Kita"])
    assert reading.authors == ("Danu Wijaya",)
    assert reading.origins["authors"] == "meta:author"


def test_the_editor_in_json_ld_is_no_reporter() -> None:
    html = page(
        json_ld('{"@type":"Person","name":"Sri Mulyani Hadi"}'),
        "<div class=byline>Danu Wijaya</div>",
        "<div>Editor : Sri Mulyani Hadi</div>",
    )
    reading = read_page(html, url=None)
    assert reading.authors == ("Danu Wijaya",)
    assert reading.editor == "Sri Mulyani Hadi"


def test_who_has_both_parts_is_a_reporter_too() -> None:
    reading = read_page(page(after="<p>Redaktur & Reporter : Boy Sandi</p>"), url=None)
    assert (reading.authors, reading.editor) == (("Boy Sandi",), "Boy Sandi")


@pytest.mark.parametrize(
    "author", ['""', "null", "[]", '{"@type":"Person","name":""}', "[null]", "7", '{"name":["Danu Wijaya"]}']
)
def test_empty_authors_of_json_ld(author: str) -> None:
    reading = read_page(page(json_ld(author), "<span class=penulis>Danu Wijaya</span>"), url=None)
    assert reading.authors == ("Danu Wijaya",)


def test_selectors_name_reporters_and_editor() -> None:
    html = page(body="<p id=a><b>Reporter:</b> Danu Wijaya</p><p id=e>Editor Sri Hadi</p>")
    reading = read_page(html, url=None, selectors=Selectors(authors="#a", editor="#e"))
    assert (reading.authors, reading.editor) == (("Danu Wijaya",), "Sri Hadi")


DATE = "Jumat, 24 Juli 2026 | 08:10 WIB"


@pytest.mark.parametrize(
    "byline",
    [
        f"<div>Danu Wijaya - {DATE}</div>",
        "<div>Danu Wijaya, 24 Juli 2026 08.10</div>",
        f"<div>Danu Wijaya • {DATE}</div>",
        f"<div><span>Danu Wijaya</span><span>{DATE}</span></div>",
        f"<div>Danu Wijaya - <span>{DATE}</span></div>",
        f"<div>Penulis Danu Wijaya</div><div>{DATE}</div>",
        f"<div>DANU WIJAYA</div><div>{DATE}</div>",
        f"<div>Danu Wijaya, S.Pd.</div><div>{DATE}</div>",
        f"<div>Danu Wijaya (Kontributor)</div><div>{DATE}</div>",
        f"<div>Danu Wijaya / SHD</div><div>{DATE}</div>",
        f"<div>Danu Wijaya | kabarkita.example</div><div>{DATE}</div>",
        f"<div>{DATE}</div><div>Danu Wijaya</div>",
        f'<div><a href="/profil/danu-wijaya">Danu Wijaya</a></div><div>{DATE}</div>',
        f"<div class=author>Danu Wijaya, <span>CNBC Indonesia</span></div><div>{DATE}</div>",
        f"<div class=author>Dr. Danu Wijaya, M.Hum.</div><div>{DATE}</div>",
    ],
)
def test_a_name_without_a_label_beside_the_date(byline: str) -> None:
    reading = read_page(page(body=byline), url=None, brands=["kabarkita.example"])
    assert reading.authors == ("Danu Wijaya",)


@pytest.mark.parametrize(
    "line",
    [
        "Hukum Kriminal",
        "Gaya Hidup",
        "Jawa Timur",
        "Kota Malang",
        "Banda Aceh",
        "Sorot Kampus",
        "Tajam Tepercaya",
        "Taman Baca",
        "Kabar Kita",
        "Kampung Nelayan, Malang",
        "Humas Dinas Perikanan",
        "Kuliner",
        "Malang, Jawa Timur",
        "Paragraf Panjang",
        "RWL",
        "Bagikan ke Facebook",
    ],
)
@pytest.mark.parametrize("form", ["<div>{} - {}</div>", "<div>{}</div><div>{}</div>", "<p><b>{}</b><i>{}</i></p>"])
def test_what_is_no_name_beside_the_date(form: str, line: str) -> None:
    menu = '<nav><a href="/kanal/sorot-kampus">Sorot Kampus</a></nav>'
    body = menu + form.format(line, DATE)
    assert read_page(page(body=body), url=None, brands=["Kabar Kita"]).authors == ()
