import pytest

from crawler.urls.zones import region_zone


@pytest.mark.parametrize(
    ("host", "zone"),
    [
        ("kaltim.tribunnews.com", "Asia/Makassar"),
        ("www.sultraprov.go.id", "Asia/Makassar"),
        ("ambon.antaranews.com", "Asia/Jayapura"),
        ("dispusip.makassarkota.go.id", "Asia/Makassar"),
        ("jateng.tribunnews.com", None),
        ("www.balipost.com", None),
        ("news.detik.com", None),
        ("", None),
    ],
)
def test_a_region_in_the_host_names_the_zone(host: str, zone: str | None) -> None:
    assert (str(found) if (found := region_zone(host)) else None) == zone
