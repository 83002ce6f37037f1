"""The words that names are told by."""

from pathlib import Path


def _words_of(name):
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return {word for line in lines if not line.startswith("#") for word in line.split()}


_LISTED = _words_of("given_names.txt")
AMBIGUOUS = frozenset(word.rstrip("*") for word in _LISTED if word.endswith("*"))
GIVEN_NAMES = frozenset(word.rstrip("*") for word in _LISTED)
NOT_NAMES = frozenset(_words_of("not_names.txt"))

SELF = frozenset("saya sy sya aku nyong inyong kulo kula ane kami".split())
HONORIFICS = frozenset(
    """pak bu bapak ibu bpk bp ibuk mas mbak mba mb bang kang yu lik mbah om tante pakde bude cak ning gus koh cik
    kakek nenek sdr sdri saudara saudari tuan nyonya ny tn ustadz ustad ust kyai kiai dokter bidan perawat
    almarhum alm almarhumah almh nona kak dik adik kakak pakdhe budhe paklik bulik""".split()
)
# What stands before someone's name in a form or under a letter: a colon may follow.
PARTS = frozenset(
    """pelapor pemohon pengirim saksi korban narahubung cp ttd inisial alias kontak anak pemilik penerima penyuluh
    siswa pasien hormat salam wassalam kadus kades lurah camat sopir kasi sekdes bendahara tertanda""".split()
)
LABELS = frozenset("bernama namaku jenengku jenengku a.n a/n".split())
MAYBE_LABELS = frozenset(
    "nama namanya jenenge arane an".split()
)  # "nama desa", "20an": only before what looks like a name
# May stand between "nama" and the name: "nama ibu kandung saya".
FILLERS = frozenset("saya sy lengkap anak ibu bapak ayah kandung suami istri adik kakak korban pelapor siswa".split())
TITLES = frozenset("h hj kh drs dra ir dr drg prof moh muh moch haji hajjah hajah koh raden rr rp".split()) - {"rp"}
PARTICLES = frozenset("bin binti al el van de".split())
# A name after one of these is a place, a school, a firm or a feast.
PLACES = frozenset(
    """jalan jl jln desa ds dusun dsn kecamatan kec kelurahan kel kabupaten kab kota provinsi gunung sungai kali masjid
    mesjid musala mushola musholla gedung gor stadion pasar terminal stasiun bandara pelabuhan pantai teluk waduk
    bendungan sma smp sd smk sman smpn sdn smkn mi mts ma min mtsn tk paud rs rsu rsud rsi klinik puskesmas perum
    perumahan pondok ponpes pesantren universitas univ yayasan pt cv ud toko apotek hotel spbu bank koperasi lapangan
    taman jembatan benteng pulau gang gg simpang perempatan pertigaan bundaran hari gereja vihara makam tpu hutan
    selat lembah villa komplek kompleks nabi hotel kampung blok situ curug goa candi stikes poltekkes""".split()
)
OFFICES = frozenset("kepala perangkat sekretaris bendahara kaur kasi".split())  # "kepala desa Sutrisno" is a person
