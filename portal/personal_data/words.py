"""The words that names are told by."""

from pathlib import Path


def _read(name):
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def words_of(words):
    return frozenset(words.split())


_LISTED = _read("given_names.txt")
AMBIGUOUS = frozenset(word.rstrip("*") for word in _LISTED if word.endswith("*"))
GIVEN_NAMES = frozenset(word.rstrip("*") for word in _LISTED)
NOT_NAMES = _read("not_names.txt")

SELF = words_of("saya sy sya aku nyong inyong kulo kula ane kami")
HONORIFICS = words_of(
    """pak bu bapak ibu bpk bp ibuk mas mbak mba mb bang kang yu lik mbah om tante pakde bude cak ning gus koh cik
    kakek nenek sdr sdri saudara saudari tuan nyonya ny tn ustadz ustad ust kyai kiai dokter bidan perawat
    almarhum alm almarhumah almh nona kak dik adik kakak pakdhe budhe paklik bulik buk bapa mang teh neng eyang"""
)
# What stands before someone's name in a form or under a letter: a colon may follow.
PARTS = words_of(
    """pelapor pemohon pengirim saksi korban narahubung cp ttd inisial alias kontak anak pemilik penerima penyuluh
    siswa pasien hormat salam wassalam kadus kades lurah camat sopir kasi sekdes bendahara tertanda
    pelaku oknum tersangka suami istri ayah bos mandor kepsek ketua sopir supir juragan
    anakku bojoku suamiku istriku bapakku ibuku adikku saudaraku"""
)
LABELS = words_of("bernama namaku jenengku a.n a/n")
HANDS = words_of("oleh olh milik menurut kepada dari")  # in whose hands something is
MAYBE_LABELS = words_of("nama namanya jenenge arane an")  # "nama desa", "20an": only before what looks like a name
# May stand between "nama" and the name: "nama ibu kandung saya".
FILLERS = words_of("saya sy lengkap anak ibu bapak ayah kandung suami istri adik kakak korban pelapor siswa")
TITLES = words_of("h hj kh drs dra ir dr drg prof tgk moh muh moch haji hajjah hajah koh raden rr")
PARTICLES = words_of("bin binti al el van de")
# A name after one of these is a place, a school, a firm or a feast.
PLACES = words_of(
    """jalan jl jln desa ds dusun dsn kecamatan kec kelurahan kel kabupaten kab kota provinsi gunung sungai kali masjid
    mesjid musala mushola musholla gedung gor stadion pasar terminal stasiun bandara pelabuhan pantai teluk waduk
    bendungan sma smp sd smk sman smpn sdn smkn mi mts ma min mtsn tk paud rs rsu rsud rsi klinik puskesmas perum
    perumahan pondok ponpes pesantren universitas univ yayasan pt cv ud toko apotek hotel spbu bank koperasi lapangan
    taman jembatan benteng pulau gang gg simpang perempatan pertigaan bundaran hari gereja vihara makam tpu hutan
    selat lembah villa komplek kompleks nabi hotel kampung blok situ curug goa candi stikes poltekkes"""
)
OFFICES = words_of("kepala perangkat sekretaris bendahara kaur kasi")  # "kepala desa Sutrisno" is a person
NEVER_FIRST = (SELF | HONORIFICS | PARTS | FILLERS | PLACES | PARTICLES | MAYBE_LABELS) - {"ning", "gus"}
