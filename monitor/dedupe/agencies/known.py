"""Which news agencies are there, how are they written, and which sites are their own?

Pure: facts. In: a name as it is written, an outlet. Out: an agency's id, and what people call it. credits.py finds the
names in texts, direction.py tells agencies' own articles from reprints.
"""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency whose texts others carry.

    Args:
        name: what people call it.
        names: how it is written, in any language, in the case that texts have.
        sites: registrable domains of its own.
    """

    id: str
    name: str
    names: tuple[str, ...]
    sites: frozenset[str]


def _agency(name: str, others: str, sites: str, *, called: str = "") -> Agency:
    names = (name, *filter(None, others.split("; ")))
    known = called or name.lower().replace(" ", "-")
    # Datelines shout: INTERFAX, КАЗИНФОРМ.
    loud = tuple(each.upper() for each in names if len(each) > 4)
    return Agency(known, name, tuple(dict.fromkeys((*names, *loud))), _words(sites))


def _words(given: str) -> frozenset[str]:
    return frozenset(given.split())


_SPUTNIK_SITES = (
    "sputniknews.com sputnikglobe.com sputnik.kz sputniknews.kz sputnik.kg sputnik.tj sputniknews.uz sputnik-news.uz "
    "sputnik.az sputnik.by sputnik.md sputnik-georgia.com sputnik-georgia.ru sputnik-abkhazia.ru sputnik-ossetia.ru "
    "armeniasputnik.am sputniknews.ru sputniknews.cn sputniknews.jp sputniknews.lat sputniknews.com.tr "
    "sputniknewsbr.com.br sputnikarabic.ae spnfa.ir sputnikportal.rs sputniknews.in sputniknews.africa sputnik.uz"
)

AGENCIES = (
    # Russia and Belarus
    _agency("TASS", "ITAR-TASS; ТАСС; ИТАР-ТАСС; 塔斯社; 塔斯社讯; تاس", "tass.ru tass.com itar-tass.com"),
    _agency(
        "RIA Novosti",
        "РИА Новости; РИА «Новости»; РИА-Новости; РІА Новини; RIA Nowosti; 俄新社; ريا نوفوستي",
        "ria.ru rian.ru rian.com",
        called="ria",
    ),
    _agency(
        "Interfax",
        "Интерфакс; Интерфакса; Інтерфакс; Interfax-Kazakhstan; Интерфакс-Казахстан; Интерфакс-Қазақстан"
        "; Интерфакс-Запад; Interfax.ru; Interfax.kz; Interfax News Agency; 国际文传电讯社"
        "; 國際文傳電訊社; إنترفاكس; اینترفاکس",
        "interfax.ru interfax.com interfax.kz interfax.by interfax.az",
    ),
    _agency(
        "Sputnik",
        "Sputnik Казахстан; Sputnik Қазақстан; Sputnik Кыргызстан; Sputnik Узбекистан; Sputnik Oʻzbekiston"
        "; Sputnik Таджикистан; Sputnik Азербайджан; Sputnik Беларусь; Sputnik Армения; Sputnik International; Спутник"
        "; Спутник Казахстан; 卫星通讯社; 俄罗斯卫星通讯社; 卫星社; سبوتنيك; اسپوتنیک",
        _SPUTNIK_SITES,
    ),
    _agency("Prime", "АЭИ ПРАЙМ; АЭИ Прайм; ПРАЙМ", "1prime.ru"),
    _agency("Regnum", "ИА REGNUM; ИА Регнум", "regnum.ru"),
    _agency("Rosbalt", "Росбалт", "rosbalt.ru"),
    _agency("BelTA", "БЕЛТА; БелТА; БелТа; Белта; 白通社", "belta.by"),
    # Central Asia and Mongolia
    _agency(
        "Kazinform",
        "Kazinform News Agency; Qazinform; Qazinform News Agency; QazAqparat; Qazaqparat; Казинформ; КазИнформ"
        "; Казинформа; Қазинформ; ҚазАқпарат; Қазақпарат; ҚазАқпараттың"
        "; 哈通社; 哈萨克国际通讯社; 哈萨克通讯社; قازاقپارات",
        "inform.kz kazinform.kz qazinform.com kazinform.com",
    ),
    _agency("KazTAG", "КазТАГ; КазТАГа; ҚазТАГ; QazTAG; Kaztag; Казтаг", "kaztag.kz kaztag.info"),
    _agency("Tengrinews", "Tengrinews.kz; Tengri News; Тенгриньюс", "tengrinews.kz"),
    _agency("UzA", "УзА; ЎзА; O‘zA; OʻzA; O'zA; Oʼzbekiston Milliy axborot agentligi", "uza.uz"),
    _agency("Dunyo", "ИА «Дунё»; ИА Дунё", "dunyo.info"),
    _agency("Kabar", "Кабар; КНИА «Кабар»; КНИА Кабар", "kabar.kg"),
    _agency("24.kg", "24.kg News Agency; ИА «24.kg»; ИА 24.kg", "24.kg"),
    _agency("AKIpress", "АКИpress; АКИпресс; AKIPress; Tazabek", "akipress.org akipress.com tazabek.kg"),
    _agency("Khovar", "НИАТ «Ховар»; НИАТ Ховар; Ховар; АМИТ «Ховар»", "khovar.tj"),
    _agency("Asia-Plus", "Asia Plus; Азия-Плюс", "asiaplustj.info asiaplus.tj"),
    _agency("TDH", "ТДХ; Türkmen Döwlet habarlar agentligi", "tdh.gov.tm"),
    _agency("Montsame", "МОНЦАМЭ; Монцамэ; 蒙通社", "montsame.mn"),
    # Caucasus, Ukraine, Moldova
    _agency("Trend", "АМИ Trend; Trend News Agency; АМИ Тренд; Тренд", "trend.az"),
    _agency("APA", "АПА; Azeri-Press Agency", "apa.az"),
    _agency("Azertac", "AZERTAC; AzerTAc; AZERTAG; AzerTag; AZƏRTAC; АЗЕРТАДЖ; АзерТАдж; Азертадж", "azertag.az"),
    _agency("Report", "Report.az; Report News Agency; Информационное агентство Report", "report.az"),
    _agency("Armenpress", "Арменпресс; Արմենպրես", "armenpress.am"),
    _agency("ARKA", "ИА АРКА; АРКА", "arka.am"),
    _agency("Ukrinform", "Укринформ; Укрінформ; 乌通社", "ukrinform.ua ukrinform.net ukrinform.com ukrinform.ru"),
    _agency("UNIAN", "УНИАН; УНІАН", "unian.ua unian.net unian.info"),
    _agency("UNN", "УНН", "unn.ua unn.com.ua"),
    _agency("Interfax-Ukraine", "Интерфакс-Украина; Інтерфакс-Україна", "interfax.com.ua"),
    _agency("Moldpres", "МОЛДПРЕС", "moldpres.md"),
    # China and the rest of East Asia
    _agency(
        "Xinhua",
        "Xinhua News Agency; Xinhuanet; 新华社; 新华网; 新华国际; 新華社; 新華網; Синьхуа; Сіньхуа; Шиньхуа"
        "; شينخوا; شینهوا; 신화통신; Xinhua Haber Ajansı; Chine nouvelle",
        "xinhuanet.com news.cn xinhua.org xinhuanet.com.cn",
    ),
    _agency(
        "China News Service",
        "中新社; 中新网; 中国新闻社; 中国新闻网; 中新網; ECNS",
        "chinanews.com chinanews.com.cn ecns.cn",
        called="cns",
    ),
    _agency("CGTN", "中国国际电视台; 国际在线; China Radio International", "cgtn.com cri.cn"),
    _agency("CCTV", "央视新闻; 央视网; 央视新闻客户端; 央视; 央視", "cctv.com cctv.cn", called="cctv"),
    _agency("People's Daily", "人民网; 人民日报; Жэньминь жибао", "people.com.cn people.cn", called="peoples-daily"),
    _agency("Global Times", "环球时报; 环球网", "globaltimes.cn huanqiu.com"),
    _agency("CNA", "中央社; Central News Agency", "cna.com.tw focustaiwan.tw"),
    _agency("Kyodo", "Kyodo News; 共同社; 共同通信; 共同通信社; Киодо; Кёдо", "kyodonews.net kyodonews.jp kyodo.co.jp"),
    _agency("Jiji", "Jiji Press; 時事通信; 时事社", "jiji.com"),
    _agency(
        "Yonhap", "Yonhap News; Yonhap News Agency; 연합뉴스; 韩联社; 韓聯社; 聯合ニュース; Ёнхап; Рёнхап", "yna.co.kr"
    ),
    _agency("KCNA", "朝中社; 조선중앙통신; ЦТАК", "kcna.kp kcna.co.jp"),
    _agency("VNA", "Vietnam News Agency; TTXVN", "vnanet.vn vietnamplus.vn"),
    _agency("Antara", "ANTARA News", "antaranews.com"),
    _agency("Bernama", "", "bernama.com"),
    # South and West Asia
    _agency("PTI", "Press Trust of India", "ptinews.com"),
    _agency("ANI", "Asian News International", "aninews.in"),
    _agency("IANS", "Indo-Asian News Service", "ians.in"),
    _agency("APP", "Associated Press of Pakistan", "app.com.pk"),
    _agency(
        "Anadolu",
        "AA; Anadolu Agency; Anadolu Ajansı; Anadolu Ajansi; Анадолу; الأناضول; وكالة الأناضول; آناتولی"
        "; 阿纳多卢通讯社",
        "aa.com.tr",
    ),
    _agency("DHA", "Demirören Haber Ajansı", "dha.com.tr"),
    _agency("IHA", "İHA; İhlas Haber Ajansı", "iha.com.tr"),
    _agency("IRNA", "ИРНА; إرنا; ایرنا; 伊通社; 伊朗伊斯兰共和国通讯社", "irna.ir"),
    _agency("Tasnim", "تسنیم; تسنيم; Тасним; 塔斯尼姆通讯社", "tasnimnews.com tasnimnews.ir"),
    _agency("Mehr", "MNA; Mehr News Agency; مهر نیوز; خبرگزاری مهر", "mehrnews.com"),
    _agency("ISNA", "ایسنا; إيسنا", "isna.ir"),
    _agency("Fars", "FNA; Fars News Agency; خبرگزاری فارس", "farsnews.ir farsnews.com"),
    _agency("SPA", "واس; Saudi Press Agency", "spa.gov.sa"),
    _agency("WAM", "وام; Emirates News Agency", "wam.ae"),
    _agency("QNA", "قنا; Qatar News Agency", "qna.org.qa"),
    _agency("SANA", "سانا", "sana.sy"),
    _agency("Petra", "بترا; Jordan News Agency", "petra.gov.jo"),
    # Europe and the Americas
    _agency(
        "AFP",
        "Agence France-Presse; Agence France Presse; АФП; Франс Пресс; Франс-Пресс; 法新社; أ ف ب; ا ف ب; أ.ف.ب"
        "; فرانس برس; وكالة فرانس برس; خبرگزاری فرانسه; Агентство Франс Пресс",
        "afp.com",
    ),
    _agency(
        "AP",
        "A.P.; Associated Press; The Associated Press; Ассошиэйтед Пресс; 美联社; 美聯社; أسوشيتد برس; اسوشيتد برس"
        "; آسوشیتدپرس; أ ب",
        "apnews.com ap.org",
    ),
    _agency(
        "Reuters",
        "Thomson Reuters; Рейтер; Рейтерс; Ройтерс; 路透社; 路透; رويترز; رویترز; 로이터; ロイター",
        "reuters.com thomsonreuters.com reutersagency.com",
    ),
    _agency("dpa", "DPA; dpa-AFX; Deutsche Presse-Agentur; ДПА; 德新社; د ب أ; د.ب.أ", "dpa.com dpa-international.com"),
    _agency("EFE", "Agencia EFE; Agencia Efe; Efe; 埃菲社; إفي; ЭФЕ", "efe.com"),
    _agency("Europa Press", "EUROPA PRESS", "europapress.es"),
    _agency("ANSA", "Ansa; АНСА; 安莎社; أنسا", "ansa.it"),
    _agency("UPI", "United Press International; Юнайтед Пресс Интернэшнл", "upi.com"),
    _agency("Bloomberg", "Bloomberg News; Блумберг; 彭博社; 彭博; بلومبرغ; بلومبرج", "bloomberg.com"),
    _agency("Austria Presse Agentur", "APA-Ots; APA-OTS", "apa.at ots.at", called="apa-austria"),
    _agency("Keystone-SDA", "Keystone-ATS; Keystone-SDA-ATS", "keystone-sda.ch", called="keystone"),
    _agency("Belga", "", "belga.be"),
    _agency("PAP", "Polska Agencja Prasowa", "pap.pl"),
    _agency("ČTK", "CTK", "ctk.cz ceskenoviny.cz", called="ctk"),
    _agency("MTI", "", "mti.hu"),
    _agency("BTA", "БТА; Българска телеграфна агенция", "bta.bg"),
    _agency("Agerpres", "AGERPRES", "agerpres.ro"),
    _agency("Tanjug", "Танјуг", "tanjug.rs"),
    _agency("Lusa", "", "lusa.pt"),
    _agency("Agência Brasil", "", "ebc.com.br", called="agencia-brasil"),
    _agency("Prensa Latina", "", "prensa-latina.cu plenglish.com"),
)

#: Names that are also words, or names of other things: they credit an agency only in brackets or behind a label.
ALSO_WORDS = _words(
    """
    Sputnik Спутник Trend Тренд Report Kabar Кабар Antara Mehr Fars Petra Prime Regnum Lusa Bloomberg Anadolu Анадолу
    Efe Ansa APP SPA SANA MTI Belga Tasnim ПРАЙМ АРКА ARKA Ховар Rosbalt Росбалт Jiji سانا وام قنا بترا إفي
    """
)
#: Folded names that people and other things bear too: no author by themselves.
ALSO_PEOPLE = _words("aa app efe iha lusa mehr petra prime report sana spa wam тренд спутник")
#: Names that two agencies bear: whose it is goes by the text's language.
BY_LANGUAGE = MappingProxyType({("apa", "de"): "apa-austria"})

_BY_ID = {agency.id: agency for agency in AGENCIES}
_BY_SITE = {site: agency.id for agency in AGENCIES for site in agency.sites}


def agency_of(outlet: str) -> str:
    """Give the agency that an outlet is of, "" where it is none's.

    Args:
        outlet: a registrable domain.
    """
    return _BY_SITE.get(outlet, "")


def is_own(agency: str, outlet: str) -> bool:
    """Say whether an outlet is one of an agency's own sites; an outlet that is credited by its domain is its own."""
    return outlet == agency or (agency in _BY_ID and outlet in _BY_ID[agency].sites)


def name_of(agency: str) -> str:
    """Give what people call an agency; an outlet is called by its domain."""
    return _BY_ID[agency].name if agency in _BY_ID else agency
