"""Every kind of chart with believable and with extreme values: what the chart tests look at."""

from dataclasses import replace
from random import Random

from django.template.loader import render_to_string
from django.utils.dates import MONTHS, MONTHS_3

from complaints_public.charts import Chart, ChartData, Complaints, Percent, Series, WorkingDays

AGENCIES = [
    "Dinas Pekerjaan Umum dan Penataan Ruang",
    "Dinas Kependudukan dan Pencatatan Sipil",
    "Dinas Pendidikan dan Kebudayaan",
    "Dinas Kesehatan",
    "Dinas Perhubungan",
    "Dinas Lingkungan Hidup",
    "Dinas Sosial",
    "Satuan Polisi Pamong Praja",
    "Rumah Sakit Umum Daerah Cilacap",
    "Rumah Sakit Umum Daerah Majenang",
    "Dinas Keluarga Berencana, Pemberdayaan Perempuan, dan Perlindungan Anak",
    "Dinas Perumahan, Kawasan Permukiman, dan Pertanahan",
    "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    "Dinas Komunikasi dan Informatika",
    "Dinas Pemberdayaan Masyarakat dan Desa",
    "Dinas Ketenagakerjaan dan Perindustrian",
    "Dinas Perdagangan, Koperasi, dan Usaha Kecil dan Menengah",
    "Dinas Pertanian",
    "Dinas Perikanan",
    "Dinas Kepemudaan, Olahraga, dan Pariwisata",
    "Dinas Ketahanan Pangan",
    "Dinas Kearsipan dan Perpustakaan",
    "Badan Pengelolaan Pendapatan, Keuangan, dan Aset Daerah",
    "Badan Kepegawaian, Pendidikan, dan Pelatihan Daerah",
    "Badan Penanggulangan Bencana Daerah",
    "Perusahaan Umum Daerah Air Minum Tirta Wijaya",
    "Inspektorat Daerah",
    "Kecamatan Cilacap Selatan",
]


def months(years):
    """(labels, ticks) of every month of the years."""
    pairs = [(year, month) for year in years for month in range(1, 13)]
    return [f"{MONTHS[month]} {year}" for year, month in pairs], [
        f"{MONTHS_3[m].title()}\n{year}" for year, m in pairs
    ]


def one_series(caption, labels, values, unit=None, ticks=None):
    return ChartData(caption, labels, [Series("Pengaduan", values)], unit or Complaints(), ticks, "Bulan")


def year(caption, values, unit=None):
    labels = [str(MONTHS[n]) for n in range(1, len(values) + 1)]
    return one_series(caption, labels, values, unit, [str(MONTHS_3[n]).title() for n in range(1, len(values) + 1)])


def believable():
    """One of each kind, and of those with several looks each look."""
    chance = Random(22)  # noqa: S311  the same picture each time
    long_labels, long_ticks = months(range(2020, 2025))
    trend = [round(30 + n / 2 + 12 * chance.random()) for n in range(60)]
    ranking = one_series(
        "Pengaduan menurut instansi, 2024", AGENCIES, [round(412 / (n + 1) ** 0.9) for n in range(28)]
    )
    hidden = set(AGENCIES[20:24])
    values = [
        None if name in hidden else value for name, value in zip(AGENCIES, ranking.series[0].values, strict=True)
    ]
    ranking = replace(ranking, series=[Series("Pengaduan", values)], label_heading="Instansi").ranked()
    return [
        Chart(
            "columns", year("Pengaduan diterima per bulan, 2024", [41, 38, 52, 47, 60, 33, None, 44, 71, 66, 58, 49])
        ),
        Chart("columns", one_series("Pengaduan diterima per bulan, 2020–2024", long_labels, trend, ticks=long_ticks)),
        Chart("bars", ranking),
        Chart("stacks", outcomes("Hasil pengaduan menurut tahun", hidden=(2, 4))),
        Chart("lines", trends("Pengaduan per bulan menurut instansi", 5, 12, chance)),
        Chart("lines", trends("Pengaduan per bulan menurut kanal, 2020–2024", 3, 60, chance)),
        Chart("multiples", trends("Pengaduan per bulan di setiap instansi, 2024", 28, 12, chance)),
        Chart("heat", calendar("Pengaduan diterima menurut bulan dan tahun", chance)),
    ]


OUTCOMES = [
    "Selesai menurut pelapor",
    "Ditutup oleh admin",
    "Ditutup oleh sistem karena tidak ada balasan",
    "Masih diproses",
    "Diarsipkan",
    "Ditunda",
]


def outcomes(caption, hidden=None):
    """Years by outcome; hidden: (number of the year, number of the outcome)."""
    table = [[120, 64, 31, 0, 12, 3], [131, 80, 44, 2, 9, 5], [98, 102, 71, 8, 7, 9], [110, 91, 85, 21, 6, 2]]
    table.append([64, 70, 41, 140, 5, 11])
    if hidden:
        table[hidden[0]][hidden[1]] = None
    series = [Series(name, [row[n] for row in table]) for n, name in enumerate(OUTCOMES)]
    return ChartData(caption, [str(year) for year in range(2020, 2025)], series, Complaints(), None, "Tahun")


def trends(caption, count, points, chance):
    """So many series over so many months, a few values of the later ones hidden."""
    labels, ticks = months(range(2025 - points // 12, 2025))
    series = []
    for n in range(count):
        level = 60 / (n + 1) ** 0.7
        values = [
            max(0, round(level + level * 0.4 * chance.uniform(-1, 1) + m * level / points / 2)) for m in range(points)
        ]
        for m in range(n % 3):
            values[(5 * n + 3 * m) % points] = None
        series.append(Series(AGENCIES[n], values))
    return ChartData(caption, labels, series, Complaints(), ticks, "Bulan")


def calendar(caption, chance):
    labels = [str(MONTHS[n]) for n in range(1, 13)]
    series = [
        Series(str(year), [chance.randint(5, 60 + 20 * n) for _m in labels])
        for n, year in enumerate(range(2020, 2025))
    ]
    series[0].values[1] = series[0].values[2] = None
    return ChartData(caption, labels, series, Complaints(), [str(MONTHS_3[n]).title() for n in range(1, 13)], "Bulan")


def extreme():
    """What must look right as well."""
    return [
        Chart("columns", year("Kosong", [])),
        Chart("columns", year("Satu nilai", [7])),
        Chart("columns", year("Semua nol", [0] * 12)),
        Chart("columns", year("Semua tersembunyi", [None] * 12)),
        Chart("columns", year("Sangat besar", [1_234_567 * n for n in range(1, 13)])),
        Chart("columns", year("Selisih dengan tahun sebelumnya", [3, -5, 8, -12, 0, 4, None, -2, 6, 9, -7, 1])),
        Chart(
            "columns", year("Persen", [54.3, 61.2, 58.0, 77.7, 80.1, 79.9, 90, 88.8, 85.5, 91.2, 93.4, 100], Percent())
        ),
        Chart("columns", one_series("Dua puluh delapan instansi", AGENCIES, list(range(28)))),
        Chart("bars", one_series("Batang kosong", [], [])),
        Chart("bars", one_series("Satu batang", AGENCIES[:1], [1])),
        Chart("bars", one_series("Batang nol dan tersembunyi", AGENCIES[:4], [0, None, 0, None])),
        Chart("bars", one_series("Batang tersembunyi", AGENCIES[:3], [None] * 3)),
        Chart("bars", one_series("Selisih per instansi", AGENCIES[8:13], [12, 5, 0, -3, -14], WorkingDays())),
        Chart("bars", one_series("Batang sangat besar", AGENCIES[:3], [987_654_321, 1234.5, 1])),
        Chart("stacks", table("Tumpukan nol dan tersembunyi", ["2020", "2021"], [[0, None], [0, None], [0, 3]])),
        Chart("stacks", table("Tumpukan besar", ["2020", "2021"], [[12_345_678, 1], [1, 9_876_543]])),
        Chart("stacks", table("Dua puluh delapan bagian", ["2020"], [[n + 1] for n in range(28)])),
        Chart("lines", table("Satu titik", ["2020"], [[5], [5], [5]])),
        Chart("lines", table("Garis nol", ["2020", "2021"], [[0, 0], [0, 0]])),
        Chart("lines", table("Garis tersembunyi", ["2020", "2021", "2022"], [[None] * 3, [None] * 3])),
        Chart("lines", table("Garis dengan selisih", ["2020", "2021", "2022"], [[3, -5, None], [-1, None, 4]])),
        Chart("lines", table("Garis besar", ["2020", "2021", "2022"], [[10**9, 3, 10**7], [5, 10**8, None]])),
        Chart("lines", table("Garis pada akhir yang sama", ["2020", "2021"], [[n, 10] for n in range(6)])),
        Chart(
            "multiples", table("Kecil ekstrem", ["2020", "2021"], [[None, None], [0, 0], [10**8, -(10**7)], [1, None]])
        ),
        Chart("heat", table("Kalender nol", ["Jan", "Feb"], [[0, 0], [0, None]])),
        Chart("heat", table("Kalender tersembunyi", ["Jan", "Feb"], [[None, None]])),
        Chart("heat", table("Kalender besar", ["Jan", "Feb", "Mar"], [[10**8, 5, 77], [1, 2, 3]])),
    ]


def table(caption, labels, rows):
    """One series for each row, named by the agencies."""
    return ChartData(caption, labels, [Series(AGENCIES[n], row) for n, row in enumerate(rows)], Complaints())


STYLES = ["tokens", "base", "components", "charts"]


def page(charts, language, styles):
    """A page of charts with their tables; styles: the addresses of the style sheets."""
    figures = [
        render_to_string("components/charts/chart.html", {"chart": chart})
        + render_to_string(
            "components/data_table.html",
            {"caption": chart.data.caption, "columns": chart.data.columns, "rows": chart.data.rows},
        )
        for chart in charts
    ]
    links = "".join(f'<link rel="stylesheet" href="{address}">' for address in styles)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Charts</title>'
        f'<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">{links}'
        f'</head><body><main id="isi"><h1>Charts</h1>{"".join(figures)}</main></body></html>'
    )
