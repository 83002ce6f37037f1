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
ORDINARY_WORDS = _read("ordinary_words.txt")

SELF = words_of("saya sy sya aku gue nyong inyong enyong kulo kula ane kami")
HONORIFICS = words_of(
    """pak bu bapak ibu bpk bp ibuk mas mbak mba mb mbk bang kang yu lik mbah om tante pakde bude cak ning gus koh
    cik kakek nenek sdr sdri saudara saudari tuan nyonya ny tn ustadz ustad ust ustadzah kyai kiai bripka briptu
    brigadir aiptu aipda iptu ipda akp kompol serka sertu serma pratu kopda romo pendeta pastor almarhum alm
    almarhumah almh nona kak dik adik kakak pakdhe budhe paklik bulik buk bapa pa pk bpa mang teh neng ceu mbok
    nini kaki biyung kakang paman bibi bulek paklek eyang nyai wak uwak oom mbahe pakdene bapake ibune mase mbake
    kangmas mbakyu encik koko cece"""
)
# What stands before someone's name in a form or under a letter: a colon may follow.
PARTS = words_of(
    """pelapor pemohon pengirim saksi korban narahubung cp ttd inisial kontak anak pemilik penerima penyuluh siswa
    siswi pasien hormat salam wassalam kadus kades lurah camat sopir kasi sekdes bendahara tertanda petugas pelaku
    oknum tersangka terlapor suami istri ayah bos mandor kepsek ketua supir juragan guru mantri perawat notaris
    dokter bidan suster kaur kaling operator pendamping lebe kayim carik bau bayan hansip satpam pengawas penjual
    tukang pendeta anakku bojoku suamiku istriku bapakku ibuku adikku saudaraku bojone anake bapake adine kakange
    mertua cucu keponakan ponakan paman bibi menantu ipar teman temen tetangga sepupu kawan rekan warga nasabah
    pelanggan penanggung penulis wakil dilaporkan ditulis hubungi"""
)
# Under a letter, a full stop may stand between them and the name.
THANKS = words_of(
    """trims suwun nuwun kasih makasih terimakasih trimakasih mksh tks thx salam wassalam wasalam ttd hormat"""
)
LABELS = words_of("bernama namaku jenengku jenenge arane asmanipun a.n a/n namane alias panggilannya")
HANDS = words_of(  # in whose hands something is, or beside whom somebody is
    """oleh olh milik menurut kepada kpd dari dr ke sama sm karo kalih bersama dengan dgn untuk utk bahwa bukan bkn
    tapi tp punya duweke rumah rmh umah omah umahe rumahe warung sawah yaitu yakni ialah adalah si"""
)
MAYBE_LABELS = words_of("nama nm namanya nmnya an")  # "nama desa", "20an": only before what looks like a name
# May stand between "nama" and the name: "nama ibu kandung saya".
FILLERS = words_of(
    """saya sy lengkap anak ibu bapak ayah kandung suami istri adik kakak korban pelapor siswa pemohon pasien wali kk
    almarhum pemilik lama baru asli wajib pajak terlapor penerima nasabah pelanggan adalah
    yaitu ialah"""
)
AND = words_of("dan dn serta sama sm karo lan kalih atau")
AFTER = words_of("selaku warga umur usia alm almh almarhum almarhumah")  # what follows a name
TITLES = words_of(
    """h hj kh drs dra ir dr drg prof tgk moh muh moch haji hajjah hajah koh raden rr ny hi hm adv pdt letkol mayor
    kapten lettu letda kolonel"""
)
PARTICLES = words_of("bin binti al el van de")
# A name after one of these is a place, a school, a firm or a feast.
PLACES = words_of(
    """jalan jl jln desa ds dusun dsn kecamatan kec kelurahan kel kabupaten kab kota provinsi gunung sungai kali
    masjid mesjid musala mushola musholla gedung gor stadion pasar terminal stasiun bandara pelabuhan pantai teluk
    waduk bendungan sma smp sd smk sman smpn sdn smkn mi mts ma min mtsn tk paud rs rsu rsud rsi klinik puskesmas
    perum perumahan pondok ponpes pesantren universitas univ yayasan pt cv ud toko apotek hotel spbu bank koperasi
    lapangan taman jembatan benteng pulau gang gg simpang perempatan pertigaan bundaran hari gereja vihara makam
    tpu hutan selat lembah villa komplek kompleks nabi kampung blok situ curug goa candi stikes poltekkes pendopo
    patung kp grumbul dukuh monumen tugu museum perpustakaan rest rumahsakit po grup group merek merk tani
    gapoktan poktan kereta ka kud kapal km bus ruang bangsal aula sanggar paguyuban komunitas ormas"""
)
# "kepala desa Sutrisno" is a person
OFFICES = words_of("kepala perangkat sekretaris bendahara kaur kasi kades sekdes")
NEVER_FIRST = (SELF | HONORIFICS | PARTS | FILLERS | PLACES | PARTICLES | MAYBE_LABELS | AND) - {"ning", "gus"}
# Words that together are no name.
NO_NAME_TOGETHER = frozenset(
    [
        ("budi", "pekerti"),
        ("budi", "daya"),
        ("budi", "luhur"),
        ("tri", "dharma"),
        ("ibu", "pertiwi"),
        ("wahyu", "ilahi"),
    ]
)
