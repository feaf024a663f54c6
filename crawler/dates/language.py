"""Words of dates on Indonesian pages: tables only, in lower case, without apostrophes.

Spellings come from what outlets print (full, short and old names, English names on Indonesian pages)
and from the slips seen in them; a new slip is a new word here, never a new branch elsewhere.
"""

from __future__ import annotations

from typing import Final, Literal

Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]

MONTHS: Final[tuple[str, ...]] = (
    "januari jan january januri janauri januarii jannuari jaunari djanuari",
    "februari feb february pebruari peb pebuari febuari feburari februri febr febrauri febuary",
    "maret mar march mrt maert mart maart",
    "april apr apri aprl apil aperil aprill avril",
    "mei may mey",
    "juni jun june juny junni djuni jni",
    "juli jul july juliy jully djuli jli",
    "agustus agu agt ags agst agus agust august aug augustus agutus agustu agusuts agsutus",
    "september sep sept september septembar setember spt sebtember",
    "oktober okt oct october octobre oktobre oktobr",
    "november nov nopember nop novembre nofember nopmber",
    "desember des dec december disember decembre desembre dember",
)
"""Spellings of each month, January first."""

ENGLISH_MONTHS: Final = "january february march may june july august october december aug oct dec"
"""Names no Indonesian month has."""

LONG_MONTHS: Final = "januari februari agustus september oktober november nopember desember"
"""Names long enough that one wrong letter still tells which month is meant (Juni and Juli are not)."""

WEEKDAYS: Final[tuple[str, ...]] = (
    "senin sen senen snin snn monday mon",
    "selasa sel slasa selsa seasa slasa sls tuesday tue tues",
    "rabu rab rebo rabo rbu wednesday wed",
    "kamis kam kemis kms kmis thursday thu thur thurs",
    "jumat jum jumaat jumaah jumah jumt jmat jmt friday fri",
    "sabtu sab saptu sbtu sbt sabbtu saturday sat",
    "minggu ahad mgg mingu min akad sunday sun",
)
"""Spellings of each weekday, Monday first. ``minggu`` is a week too: the grammar decides."""

MARKET_DAYS: Final = "pon wage kliwon kliwn legi pahing paing manis umanis"
"""Days of the Javanese five-day week, printed after the weekday (Rabu Pon)."""

ZONES: Final = {
    "wib": 420,
    "wita": 480,
    "wit": 540,
    "sgt": 480,
    "myt": 480,
    "jst": 540,
    "kst": 540,
    "edt": -240,
    "pst": -480,
    "pdt": -420,
}
"""Zone names that mean one offset on an Indonesian page, in minutes east of UTC."""

UNIVERSAL: Final = "utc gmt z"
"""Names of offset zero, which a number may follow (GMT+7)."""

SPELLED_ZONES: Final = {"barat": "WIB", "tengah": "WITA", "timur": "WIT"}
"""The third word of ``Waktu Indonesia Barat`` and its sisters."""

NUMBERS: Final = {
    "nol": 0,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "seratus": 100,
}
NUMBER_SCALES: Final = {"belas": 10, "puluh": 10, "ratus": 100}
"""``belas`` adds ten to the digit before it, ``puluh`` and ``ratus`` multiply it."""
HALF: Final = "setengah"

UNITS: Final[dict[Unit, str]] = {
    "second": "detik dtk second seconds sec secs",
    "minute": "menit mnt minute minutes min mins",
    "hour": "jam jm hour hours hrs",
    "day": "hari hr day days",
    "week": "minggu pekan mgg week weeks",
    "month": "bulan bln month months",
    "year": "tahun thn th year years",
}
ONE_UNIT: Final[dict[str, Unit]] = {
    "sedetik": "second",
    "semenit": "minute",
    "sejam": "hour",
    "sehari": "day",
    "seminggu": "week",
    "sepekan": "week",
    "sebulan": "month",
    "setahun": "year",
}
"""A unit with ``se-`` (one) grown on."""

DAY_WORDS: Final = {
    "kemarin": -1,
    "kemaren": -1,
    "yesterday": -1,
    "semalam": -1,
    "besok": 1,
    "esok": 1,
    "tomorrow": 1,
    "lusa": 2,
    "today": 0,
}
"""Days from the reference."""

PARTS_OF_DAY: Final = {
    "dini": (0, 0),
    "subuh": (0, 0),
    "pagi": (0, 0),
    "siang": (1, 4),
    "sore": (1, 11),
    "petang": (1, 11),
    "malam": (6, 11),
}
"""Hours of the twelve-hour clock, first and last, that mean the second half of the day beside the word."""

AGO: Final = "lalu silam ago yl"
AHEAD: Final = "lagi mendatang depan"
LAST: Final = "last previous"
NEXT: Final = "next"
SINCE_YOU_KNOW: Final = "yang yg"
ABOUT: Final = "sekitar kira kurang lebih hampir about sekira"
JUST: Final = "baru just"
JUST_NOW: Final = "saja aja now moments"
NOW: Final = "barusan sekarang sesaat"
EARLIER: Final = "tadi"
THIS: Final = "ini this"
SOME: Final = "beberapa few"
EDGE: Final = "awal akhir pertengahan medio penghujung early late mid"
"""Words before a unit that make it no day at all (akhir bulan lalu)."""

UPDATED: Final = (
    "diperbarui diperbaharui diperbaruhi dimutakhirkan update updated updates modified diubah disunting revisi "
    "direvisi pembaruan perbaruan perubahan diupdate terupdate"
)
PUBLISHED: Final = (
    "terbit tayang dipublikasikan dipublikasi publikasi publish published publisher dipublish diterbitkan ditayangkan "
    "rilis dirilis posted post posting diposting diunggah dimuat terbitan"
)
CLOCK_PREFIXES: Final = "pukul pkl pk at jam"
DATE_PREFIXES: Final = "pada tanggal tgl on per sejak dated date the of"
UNTIL: Final = "sampai hingga sd to until till smp through"
WITH: Final = "dengan"
"""In ``sampai dengan``."""
OPEN_END: Final = "selesai selesei finish"
AND: Final = "dan and atau"
ORDINALS: Final = "st nd rd th"

NUMBERED: Final = (
    "nomor nomer no nmr number jalan jl jln universitas untag stadion lapangan bab cetakan volume vol jilid gang gg "
    "bandara pelabuhan monumen tugu sma smk sman smkn"
)
"""What stands before a number or a name: ``No. 3 Juli 2024`` is an issue, ``Jalan 17 Agustus 1945`` a street."""

COUNTED: Final = (
    "versi version ver v rp idr usd sgd eur rupiah telp telepon tel hp wa fax faks kode id nip nik isbn issn npwp "
    "rekening rek ip skor score pasal ayat sk uu pp perpres permen kepres perma inpres perda pergub surat halaman hal "
    "bagian seri build android ios windows rasio koordinat kontak call center doi reg invoice faktur kuitansi kwitansi "
    "struk nota order pesanan resi tiket ticket booking spk sku lot durasi duration"
)
"""What stands before figures that are never a date in figures: laws, prices, versions, telephones."""

LABELS: Final = (
    # storeys, ways and seats
    "lantai lt gate gerbang pintu kamar ruang ruangan room peron platform terminal halte exit koridor rute route bus "
    "flight jalur dermaga loket rak meja kursi blok blk kavling kav rt rw dusun km kilometer zona seksi ruas nopol "
    # parts of a work, a law, a plan
    "episode eps ep chapter part bagian pasal ayat surah juz butir poin huruf halaman hal tabel gambar lampiran seri "
    "season series musim tahap tahapan fase gelombang termin putaran sesi session skenario opsi soal paket "
    # contests
    "babak ronde round leg etape stage lap race set match grup group pool divisi peringkat ranking rank top nomine "
    "urutan posisi punggung skor score menang kalah imbang unggul takluk "
    # classes, sizes and ages
    "kelas tingkat level grade tipe type stadium magnitudo skala usia umur kategori angkatan batch kloter shift "
    "kelompok dapil tps komisi kuartal triwulan caturwulan semester dosis booster unit u ku "
    # makes
    "iphone ipad galaxy note redmi playstation xbox windows android ios boeing airbus apollo falcon"
)
"""What has a number after it, so that ``Lantai 3 Mei`` tells no day; nor are two with a hyphen days."""

EDITIONS: Final = "edisi ed edition issue terbitan"
"""As above, but two numbers are days: a weekly says ``Edisi 3-9 Juli 2024``."""

ORDERED: Final = (
    "hut musda munas muswil musyawarah rakernas rakor sidang rapat kongres muktamar konferensi milad haul anniversary "
    "tahun hari minggu pekan bulan kali presiden"
)
"""What ``ke 12`` counts, beside labels; elsewhere ``ke`` goes to a day (diundur ke 12 Juli)."""

NAMES: Final = {
    "covid": "19",
    "liga": "1 2 3",
    "league": "1 2",
    "formula": "1 2 3 4",
    "moto": "2 3",
    "juara": "1 2 3",
    "game": "1 2 3 4 5 6 7",
    "trans": "7",
    "liputan": "6",
    "strata": "1 2 3",
}
"""Names that end in a number; with any other number after it the word is a rubric or a subject."""

HYPHENED: Final = "covid"
"""What a number is grown onto by a hyphen, beside one letter or two (U-19, ke-12, Su-30)."""

MAGNITUDES: Final = "ribu rb juta jt miliar milyar triliun trilyun persen % rupiah"
LENGTHS: Final = "menit mnt detik minutes mins seconds"
"""What stands after an amount or a length of time, never after a clock."""

HIJRI_MONTHS: Final = (
    "muharram muharam shafar safar rabiul rabiulawal rabiulakhir rabi jumadil jumadal jumada jumadilawal jumadilakhir "
    "rajab syaban syakban shaban ramadan ramadhan romadhon syawal syawwal shawwal zulkaidah zulqaidah dzulkaidah "
    "dzulqadah dzulqaidah zulkaedah zulhijah zulhijjah dzulhijah dzulhijjah dzulhijah"
)
HIJRI_SECONDS: Final = "awal awwal ula akhir akhirah tsani tsaniyah sani al"
