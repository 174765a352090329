"""In which words does a page say that what was asked for is not there?

Pure: in many languages. In: a line. Out: whether it says that and nothing else: the line has to be the statement, since
a reporter who writes about lost pages uses the same words. missing.py acts on it.
"""

import re
from collections.abc import Iterator

from monitor.extract.absence.prose import plain, spelt

_LONGEST = 240  # characters of a line that is taken apart
_PARTS = re.compile(r"[.!?。！？…؟।\n]+|\s[|–—-]+\s|[|•·»«›]+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")

_CODE = re.compile(
    r"(?:\bhttp[ -]?)?(?:\b(?:status|error|err|code|ошибка|помилка|код|қате|ката|хато|xato|xatolik|hata|fehler"
    r"|erreur|errore|erro|blad|błąd)\s*|خطا\s*|错误\s*|錯誤\s*|エラー\s*|오류\s*)*[№#]?\s*(?<!\d)(?:404|410)(?!\d)"
    r"(?:\s*(?:error|ошибка|помилка|қатесі|катасы|қате|xatosi|xato|hatası|hata|fehler|错误|錯誤|エラー|오류|خطا)"
    r"(?!\w))?"
)

_POLITE = (
    r"(?:(?:oops|ooops|whoops|uh[- ]oh|sorry|we(?:'re| are) sorry|we apologi[sz]e|unfortunately|ой|упс|увы|извините"
    r"|простите|к сожалению|приносим извинения|на жаль|вибачте|кешіріңіз|кешіріңіздер|өкінішке орай|кечиресиз"
    r"|тилекке каршы|kechirasiz|afsuski|афсуски|кечирасиз|мутаассифона|üzgünüz|maalesef|təəssüf ki|leider"
    r"|entschuldigung|es tut uns leid|tut uns leid|désolée?s?|nous sommes désolés|lo sentimos|lo siento|ups|desculpe"
    r"|spiacenti|przepraszamy|对不起|很抱歉|抱歉|非常抱歉|對不起|申し訳ございません|申し訳ありません|죄송합니다|عذرا"
    r"|نعتذر|ناسف|متاسفانه|با عرض پوزش)[\s,，、،;]*)*"
)

_EN = (
    r"(?:(?:the|this|that|your) )?(?:requested )?(?:page|web ?page|article|story|content|document|post|news"
    r"(?: item)?|item|material|publication|url|file|resource|link)(?:,? (?:that |which )?(?:you(?:'re|'ve| are| have"
    r"| were)?) (?:looking for|requested|trying to (?:reach|access|view|open)|tried to (?:reach|access|view|open)"
    r"|after|seeking|asked for))?(?: requested| at this address)?,? (?:is |was |were |could |can |has been |has "
    r"|have been |may have been |might have been |seems to be )?(?:not found|not be found|not be located|can(?:'t"
    r"|not| not) be (?:found|located|displayed)|couldn'?t be found|wasn't found|isn't (?:here|available)|does(?: not"
    r"|n't) (?:seem to )?exist|no longer (?:exists?|available|here|online|on our site)|no longer exists|unavailable"
    r"|not available|missing|gone|expired|(?:been )?(?:removed|deleted|withdrawn|taken down|unpublished))(?: anymore"
    r"| any more| here| on (?:this|our) (?:site|server|website))?(?:,? (?:or|and) .{0,80}"
    r"|,? at the request .{0,80})?"
    r"|(?:we )?(?:can't|cannot|can not|couldn't|could not|were unable to|are unable to|didn't|did not"
    r"|can't seem to) find (?:the|this|that|your|what)(?: (?:page|article|story|content|link))?(?:,? (?:that )?you"
    r"(?:'re|'ve| are| were| have) (?:looking for|requested|trying to .{2,12}))?"
    r"|(?:(?:file |object |resource )?not found|(?:it looks like )?nothing (?:was |has been )?found)(?: here"
    r"| at this location)?|gone|no such page|file or directory not found|nothing (?:here|to see here)"
    r"|there is no such page|dead link|broken link"
)
_RU_UK = (
    r"(?:(?:запрошенн|запрашиваем|эт|данн|указанн|нужн|тако|так|ваш|искома)\w*(?: вами)? )?(?:веб-)?(?:страниц|стать"
    r"|новост|материал|публикаци|документ|запис|контент|информаци|адрес|файл|ссылк)\w{0,3}(?:,? котор\w+ (?:вы"
    r"|вами).{2,24}?)?(?:,? (?:по|с) (?:указанн|эт|данн|таки?м?)\w* (?:адрес|ссылк)\w+)?,? (?:(?:был|была|было|уже"
    r"|больше|более|к сожалению) )*(?:не (?:был[аои]? )?(?:найден[аоы]?|существует|обнаружен[аоы]?|доступ"
    r"(?:ен|на|но|ны)|опубликован[аоы]?)|не найти|нет|отсутствует|недоступ(?:ен|на|но|ны)|удален[аоы]?|снят[аоы]?"
    r"(?: с публикации)?|устарел[аи]?|потеря(?:лась|на)|скрыт[аоы]?)(?: (?:на (?:сайте|сервере)|автором|редакцией"
    r"|по (?:требованию|просьбе|решению|техническим) .{0,60}|или .{0,60}|либо .{0,60}))?"
    r"|(?:мы )?не (?:(?:смогли|можем|удалось) )?(?:наш\w+|найти)(?: (?:такую|эту|нужную|запрошенную"
    r"|указанную))? страниц\w|(?:ничего не|не) найден\w?"
    r"|так(?:ой|ого) (?:страницы|материала|статьи|новости) (?:(?:больше|у нас|уже|на сайте) )*(?:нет|не существует)"
    r"|(?:здесь|тут) (?:ничего )?нет"
    r"|(?:(?:запитан|ц|дан|вказан|потрібн|так)\w* )?(?:сторінк|статт|новин|матеріал|публікаці|документ)\w{0,2} (?:"
    r"(?:була|був|було|більше|вже) )*(?:не (?:знайден\w|існує|доступн\w)|видален\w|відсутн\w{1,2}|недоступн\w)"
    r"|так(?:ої|ого) (?:сторінки|матеріалу) (?:не існує|немає)"
)
_KK_KY_UZ_TG = (
    r"(?:(?:сіз )?(?:іздеген|сұраған|сұралған|осы|бұл|мұндай) )*(?:веб-)?(?:бет|парақ|парақша|мақала|жаңалық"
    r"|материал|құжат|жазба|сілтеме)(?:ы|і)? (?:(?:бұдан былай|енді|сайттан|қазір) )*(?:табылмады|табылған жоқ"
    r"|табылмаған|жоқ|жойылды|жойылған|жойылып кеткен|өшірілді|өшірілген|алынып тасталды|алып тасталды|қолжетімсіз"
    r"|қолжетімді емес)(?: немесе .{0,60})?|ештеңе табылмады|bet tabylmady|paraq tabylmady"
    r"|(?:(?:сиз )?(?:издеген|сураган|бул|мындай) )*(?:барак|баракча|бет|макала|жаңылык|материал) (?:табылган жок"
    r"|табылбады|жок|өчүрүлгөн|өчүрүлдү|алынып салынган)"
    r"|(?:(?:siz )?(?:so'ralgan|so'ragan|qidirgan|qidirayotgan|izlagan|ushbu|bu|bunday) )*(?:sahifa|maqola|xabar"
    r"|yangilik|material|hujjat) (?:topilmadi|mavjud emas|o'chirilgan|o'chirib tashlangan|o'chirildi|yo'q)"
    r"|(?:(?:сиз )?(?:сўралган|сўраган|қидирган|қидираётган|излаган|ушбу|бу|бундай) )*(?:саҳифа|мақола|хабар|янгилик"
    r"|материал|ҳужжат) (?:топилмади|мавжуд эмас|ўчирилган|ўчириб ташланган|ўчирилди|йўқ)"
    r"|(?:саҳифаи?|мақола|хабар|мавод|матлаб)(?: (?:дархостшуда|ҷустуҷӯшуда|шумо .{2,20}))? (?:ёфт нашуд|пайдо нашуд"
    r"|ёфта нашуд|мавҷуд нест|вуҷуд надорад|нест шудааст|ҳазф шуд\w*|нест карда шуд\w*)"
)
_ZH_JA_KO = (
    r"(?:(?:您|你)?(?:所|要|想)?(?:访问|查找|请求|寻找|浏览|查看|打开|要找|訪問|尋找|瀏覽|要求|搜尋)?的)?(?:该|此"
    r"|这个|本|這個|該|所请求的)?(?:页面|网页|文章|内容|新闻|信息|链接|稿件|地址|文件|页|頁面|網頁|內容|新聞|連結"
    r"|檔案|資料)(?:已经|已經|已|可能|似乎)?(?:被|经|遭|因.{1,12})?(?:不存在|未找到|找不到|没有找到"
    r"|沒有找到|无法找到|無法找到|不见|不見|删除|刪除|发布者删除|作者删除|移除|下线|下線|下架|失效|过期|過期|丢失"
    r"|走丢|飞走|无法访问|無法訪問|无法显示)(?:了)?(?:或.{0,20})?"
    r"|(?:找不到|未找到|没有找到|沒有找到|无法找到|無法找到|查无|未能找到)(?:您|你)?(?:要|所|想)?(?:访问|查找|请求"
    r"|寻找|查看|瀏覽|要求|搜尋)?的?(?:该|此|這個|該|相关)?(?:页面|网页|文章|内容|新闻|信息|頁面|網頁|內容|新聞)"
    r"(?:了)?"
    r"|(?:(?:お探し|ご指定|ご覧になろうとしている|アクセスしようとした|指定された|該当する|この)(?:の)?)?(?:ページ"
    r"|記事|ニュース|url)(?:は|が|を)?(?:見つかりません(?:でした)?|見つけることができません(?:でした)?|存在しません"
    r"|削除されました|削除された(?:か|可能性).{0,60}|ございません|ありません|掲載を終了.{0,12})"
    r"|(?:(?:요청하신|찾으시는|찾고 계신|해당|이|접근하신) ?)*(?:페이지|기사|게시물|콘텐츠|뉴스)(?:를|을|가|이|는"
    r"|은)? ?(?:찾을 수 없습니다|찾을 수 없음|없습니다|존재하지 않습니다|존재하지 않는 .{1,8}|삭제되었습니다"
    r"|삭제됐습니다|삭제된 .{1,12})|존재하지 않는 (?:페이지|기사|게시물)(?:입니다)?"
    r"|삭제된 (?:페이지|기사|게시물)(?:입니다)?"
)
_AR_FA = (
    r"(?:هذه |هذا )?(?:الصفحة|صفحة|المقال|المقالة|الخبر|المحتوی|الموضوع)(?: (?:المطلوبة?|المطلوب|التی (?:تبحث|طلبت"
    r"|تحاول).{0,20}|الذی (?:تبحث|طلبت).{0,20}))? (?:غیر (?:موجودة?|متوفرة?|متاحة?|متاح)|لم (?:یتم العثور علیها"
    r"|یتم العثور علیه|تعد? (?:موجودة|متاحة|متوفرة).{0,10}|یعد (?:موجودا|متاحا))|لا یوجد|لا توجد|محذوفة?|(?:تم"
    r"|تمت?) (?:حذفها|حذفه|ازالتها|ازالته)|حذفت?)"
    r"|(?:لم یتم العثور علی|لا یمکن العثور علی|تعذر العثور علی) (?:هذه |هذا )?(?:الصفحة|المقال|الخبر|المحتوی)"
    r"(?: المطلوبة?)?|(?:تم|تمت) (?:حذف|ازالة) (?:هذه |هذا )?(?:الصفحة|المقال|الخبر|المحتوی)"
    r"|(?:این )?(?:صفحه|صفحهٔ|خبر|مطلب|مقاله|محتوا)(?:‌?ی| ای که .{2,30})?(?: (?:مورد نظر|درخواستی|درخواست شده))?"
    r"(?: شما)? (?:پیدا نشد|یافت نشد|وجود ندارد|موجود نیست|حذف شد(?:ه است|ه)?|در دسترس نیست)"
)
_TR_AZ = (
    r"(?:(?:aradığınız|istediğiniz|istenen|ulaşmak istediğiniz|bu|böyle bir) )*(?:sayfa|haber|içerik|makale|yazı"
    r"|belge)(?:ya|ye|ı|i|sı)? (?:bulunamadı|bulunamıyor|bulunmuyor|mevcut değil|yok|silinmiş(?:tir)?|silindi"
    r"|kaldırılmış(?:tır)?|kaldırıldı|yayından kaldırıl\w+|ulaşılamıyor|artık mevcut değil)(?: (?:veya"
    r"|ya da) .{0,60})?"
    r"|(?:(?:axtardığınız|bu|istədiyiniz) )*(?:səhifə|xəbər|məqalə) (?:tapılmadı|mövcud deyil|silinib|silinmişdir)"
)
_DE_FR_ES_PT_IT_PL = (
    r"(?:(?:die|der|das|diese[rs]?|ihre) )?(?:(?:von ihnen )?(?:gesuchte|angeforderte|gewünschte"
    r"|aufgerufene)[rs]? )?(?:web)?(?:seite|artikel|beitrag|inhalt|dokument|meldung)(?:,? die sie .{2,30}?,?)? (?:"
    r"(?:wurde|konnte|ist|existiert|gibt es|steht|leider|inzwischen|bereits) )*(?:nicht gefunden(?: werden)?"
    r"|nicht vorhanden|nicht|(?:nicht mehr|nicht) (?:verfügbar|vorhanden|online|auffindbar|zur verfügung)|nicht mehr"
    r"|gelöscht|entfernt)(?: worden)?(?: oder .{0,60})?"
    r"|(?:wir konnten )?(?:die|diese) seite (?:leider )?nicht finden|nicht gefunden"
    r"|(?:(?:la|cette|le|cet|votre) |l')?(?:page|article|contenu|document|actualité)(?: (?:demandée?|recherchée?"
    r"|que vous .{4,30}))?(?=.*(?:\bn'|\bpas\b|\bplus\b|\bnon\b|introuv|supprim|retir|indisp|inexist)) (?:(?:est"
    r"|n'est|n'a|n'existe|a|été|pas|plus|semble|a été|n'a pas été) )*(?:introuvable|non trouvée?|trouvée?|disponible"
    r"|pas|plus|supprimée?|retirée?|indisponible|inexistante?)|nous n'avons pas trouvé .{0,12}page.{0,30}"
    r"|(?:(?:la|el|esta|este|el) )?(?:página|artículo|noticia|contenido|documento|nota)(?: (?:solicitad[ao]"
    r"|buscad[ao]|que .{4,30}?))?(?=.*(?:\bno\b|eliminad|borrad|retirad)) (?:(?:no|fue|ha|sido|se|ya|está|existe"
    r"|pudo|ser|encuentra|más) )*(?:encontrad[ao]|encuentra|existe|disponible|eliminad[ao]|borrad[ao]|retirad[ao])"
    r"|no (?:se (?:ha )?encontr\w+|encontramos) (?:la|esta|el|este) (?:página|artículo|contenido)(?: .{2,30})?"
    r"|no encontrad[ao]"
    r"|(?:(?:a|o|esta|este) )?(?:página|artigo|notícia|conteúdo)(?: (?:solicitad[ao]|que .{4,30}?))?(?=.*(?:\bnão\b"
    r"|removid|excluíd)) (?:(?:não|foi|está|mais|pode|ser) )*(?:encontrad[ao]|existe|disponível|removid[ao]"
    r"|excluíd[ao])"
    r"|(?:(?:la|questa|il|questo) |l')?(?:pagina|articolo|contenuto)(?: (?:richiest[ao]|cercat[ao]|che .{4,30}?))?"
    r"(?=.*(?:\bnon\b|rimoss|eliminat)) (?:(?:non|è|stat[ao]|più|esiste) )*(?:trovat[ao]|esiste|disponibile"
    r"|rimoss[ao]|eliminat[ao])"
    r"|(?:(?:ta|ten|podana|szukana|żądana) )*(?:strona|artykuł|podstrona)(?=.*(?:\bnie\b|usuni)) (?:(?:nie|została"
    r"|został|już|nie została) )*(?:znalezion[ay]|istnieje|usunięt[ay]|dostępn[ay])"
    r"|nie znaleziono (?:takiej )?(?:strony|artykułu)"
)
_ALL = (_EN, _RU_UK, _KK_KY_UZ_TG, _ZH_JA_KO, _AR_FA, _TR_AZ, _DE_FR_ES_PT_IT_PL)
_STATEMENT = re.compile(spelt("|".join(_ALL)))
_LEAD = re.compile(spelt(_POLITE))

# What such a page offers in the article's place.
_ADVICE = re.compile(
    r"search|home ?page|main page|front page|mistyped|misspelled|typed|check (?:the|your)|web address|\burl\b"
    r"|go back|broken link|sitemap|may have (?:been )?(?:moved|removed|deleted|renamed)|might have|out of date"
    r"|bookmark|поиск|главн|опечат|ошиб|адрес|вернуться|вернитесь|перейти|перейдите|перемещен|переименован|устарел"
    r"|удален|пошук|голов|іздеу|басты бет|мекенжай|өшіріл|башкы|издөө|qidir|bosh sahifa|қидир|бош саҳифа|ҷустуҷӯ"
    r"|саҳифаи асосӣ|首页|首頁|搜索|搜尋|返回|检查|檢查|输入|網址|网址|トップ|検索|アドレス|홈|검색|주소|الرئیسیة"
    r"|البحث|العنوان|صفحه اصلی|جستجو|ana sayfa|anasayfa|arama|adres|ana səhifə|startseite|suche|adresse|accueil"
    r"|recherche|inicio|buscar|búsqueda|dirección|busca|ricerca|szukaj"
)


def says_missing(line: str) -> bool:
    """Say whether a heading, or a part of a title, is nothing but the statement that there is nothing."""
    return any(map(_is_statement, _parts(line)))


def is_statement(line: str) -> bool:
    """Say whether a line of text begins with that statement; a bare "404" is none here."""
    first = next(_parts(line), "")
    return bool(_CODE.sub("", first).strip()) and _is_statement(first)


def is_advice(line: str) -> bool:
    """Say whether a line is of those that stand below such a statement: where else to look, and what may be wrong."""
    return len(line) <= _LONGEST and (_ADVICE.search(plain(line)) is not None or is_statement(line))


def _parts(line: str) -> Iterator[str]:
    if len(line) <= _LONGEST:
        return (part for part in (_EDGES.sub("", part) for part in _PARTS.split(plain(line))) if part)
    return iter(())


def _is_statement(part: str) -> bool:
    rest, codes = _CODE.subn("", part)
    rest = _EDGES.sub("", _LEAD.sub("", _EDGES.sub("", rest), count=1))
    return _STATEMENT.fullmatch(rest) is not None if rest else codes > 0
