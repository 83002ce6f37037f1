from datetime import timedelta
from io import BytesIO
from unittest import mock
from xml.etree import ElementTree

import pytest
from django.test import TestCase
from django.utils import timezone, translation
from PIL import Image

from complaints_public.charts import Chart
from complaints_public.charts.picture import svg
from complaints_public.releasing import publish
from portal.models import BeingDrawn, Rendering
from portal.png import png

from . import chart_gallery as gallery
from .factories import EXPORT_2021, import_file, make_lists

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("chart", [*gallery.believable(), *gallery.extreme()], ids=lambda chart: chart.data.name)
def test_a_file_stands_alone(chart):
    with translation.override("id"):
        root = ElementTree.fromstring(svg(Chart(chart.kind, chart.data)))  # noqa: S314  our own
    assert root.get("role") == "img" and root.find(f"{SVG}title").text == chart.data.caption
    words = root.find(f"{SVG}desc").text
    assert all(f"{label}" in words for label in chart.data.labels)
    coloured = [group for group in root.iter(f"{SVG}g") if group.get("class")]
    assert all(group.get("fill") or group.get("stroke") for group in coloured)
    assert not [item for item in root.iter() if item.get("style") or item.tag == f"{SVG}style"]
    ids = [item.get("id") for item in root.iter() if item.get("id")]
    assert len(ids) == len(set(ids))


def test_a_png_has_its_size_and_is_not_blank():
    chart = gallery.believable()[0]
    text = svg(chart)
    picture = Image.open(BytesIO(png(text)))
    root = ElementTree.fromstring(text)  # noqa: S314
    assert picture.size == (2 * int(root.get("width")), 2 * int(root.get("height")))
    colours = {colour: count for count, colour in picture.convert("RGB").getcolors(10_000)}
    bar, ink = nearest(colours, (17, 112, 127)), nearest(colours, (19, 37, 44))
    assert colours[bar] > 50_000 and colours[ink] > 1_000
    assert nearest(colours, (255, 255, 255)) == (255, 255, 255)


def nearest(colours, wanted):
    return min(colours, key=lambda colour: sum((a - b) ** 2 for a, b in zip(colour, wanted, strict=True)))


class RenderingTests(TestCase):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path fill="#000" d="M0 0h9v9z"/></svg>'

    def test_a_picture_is_drawn_once(self):
        first = Rendering.objects.png(self.drawing)
        with mock.patch("portal.png.subprocess.run", side_effect=AssertionError), self.assertNumQueries(1):
            assert Rendering.objects.png(self.drawing) == first
        assert Image.open(BytesIO(first)).size == (80, 40)

    def test_who_finds_it_being_drawn_does_not_draw_too(self):
        with mock.patch("portal.png.subprocess.run", side_effect=self.ask_again) as run:
            Rendering.objects.png(self.drawing)
        assert run.call_count == 1

    def ask_again(self, *args, **options):
        with mock.patch("portal.models.rendering._PATIENCE", 0), pytest.raises(BeingDrawn):
            Rendering.objects.png(self.drawing)
        return mock.Mock(stdout=b"a picture")

    def test_a_picture_whose_drawing_was_cut_off_is_drawn_by_the_next_one(self):
        Rendering.objects.png(self.drawing)
        Rendering.objects.update(body=None, made_at=timezone.now() - timedelta(minutes=1))
        assert Rendering.objects.png(self.drawing)

    def test_what_cannot_be_drawn_is_not_taken_for_being_drawn(self):
        with pytest.raises(Exception, match="non-zero exit status"):
            Rendering.objects.png("no picture")
        assert not Rendering.objects.exists()

    def test_old_pictures_are_removed(self):
        Rendering.objects.png(self.drawing)
        Rendering.objects.update(made_at=timezone.now() - timedelta(days=91))
        assert Rendering.objects.purge() == 1


class ChartFileTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_lists()
        import_file(EXPORT_2021)
        publish()

    def test_the_months_of_a_year_are_a_file_in_both_languages(self):
        indonesian, english = (self.client.get(f"{prefix}/statistik/bulan.svg?tahun=2021") for prefix in ("", "/en"))
        assert indonesian["Content-Type"] == english["Content-Type"] == "image/svg+xml"
        self.assertContains(indonesian, "Januari")
        self.assertContains(english, "January")
        self.assertContains(english, "Data as of")

    def test_the_outcomes_are_a_file(self):
        response = self.client.get("/statistik/hasil.png")
        assert response["Content-Type"] == "image/png"
        assert Image.open(BytesIO(response.content)).width == 2 * 784

    def test_a_file_that_did_not_change_is_not_sent_again(self):
        response = self.client.get("/statistik/bulan.png")
        assert "no-cache" in response["Cache-Control"]
        again = self.client.get("/statistik/bulan.png", headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304

    def test_new_data_give_a_new_picture(self):
        old = self.client.get("/statistik/hasil.png").content
        import_file(EXPORT_2021.parents[2] / "examples" / "sp4n_export_2020.xlsx")
        publish()
        assert self.client.get("/statistik/hasil.png").content != old
        assert Rendering.objects.count() == 2

    def test_what_does_not_exist_is_not_found_and_leaves_nothing(self):
        for address in ("entah.png", "bulan.png?tahun=1999", "bulan.svg?tahun=x", "bulan.png?tahun=²021"):
            assert self.client.get(f"/statistik/{address}").status_code == 404, address
        assert not Rendering.objects.exists()
