"""In which words does a page send a reader away, or ask for money?

Pure: in many languages. In: lines. Out: whether they do. walls.py and teasers.py act on it, and only where no article
stands beside them: a reporter may write about walls, and many a free page has a box that asks to subscribe to
something. What else may stand in an article's place, notice_words.py has.
"""

import re
from bisect import bisect_right
from itertools import accumulate

from ahocorasick_rs import AhoCorasick

from monitor.extract.absence import notice_words
from monitor.extract.absence.prose import plain, spelt, weight

_LONGEST = 600  # characters of a line that is looked at
_LONGEST_PLEA = 200  # letters of a line that is nothing but a wall's words

# Titles and headings of pages that look whether a reader is a program.
_CHALLENGE_TITLE = (
    r"just a moment|one moment(?: please)?|one more step|attention required|checking your browser.{0,40}"
    r"|access denied|access to this page has been denied|please wait(?: a moment)?|ddos-guard|ddos protection.{0,40}"
    r"|robot check|(?:verify|verifying|confirm)(?: that)? you(?: are|'re) (?:a )?(?:human|not a (?:ro)?bot)"
    r"|human verification|are you (?:a )?(?:human|robot)|bot (?:verification|protection|check)"
    r"|security (?:check|verification|challenge)|making sure you're not a bot|captcha(?: .{1,30})?"
    r"|pardon our interruption|request unsuccessful|sucuri website firewall.{0,30}|you have been blocked"
    r"|sorry, you have been blocked|web page blocked"
    r"|проверка (?:вашего )?(?:браузера|безопасности|пользователя|соединения)|вы (?:не )?робот|ой|капча"
    r"|доступ (?:временно )?(?:ограничен|запрещен|заблокирован)|подтвердите,? что вы (?:не робот|человек)"
    r"|защита от (?:ddos|роботов|ботов).{0,20}|проверяем.{0,40}|необходимо подтверждение|один момент"
    r"|перевірка (?:браузера|безпеки)|доступ (?:обмежено|заборонено)|браузер(?:іңіз)?(?:ді)? тексер.{0,20}"
    r"|сіз робот(?:сыз ба| емессіз бе)|қауіпсіздікті тексеру|қолжетімділік шектелген|(?:百度)?安全(?:验证|驗證|检查)"
    r"|访问(?:验证|受限|被拒绝)|人机验证|(?:请输入)?验证码|请稍候|请稍等|拒绝访问|網站防火牆|网站防火墙"
    r"|正在(?:验证|检查)(?:您的)?浏览器|您的访问(?:被阻断|出错了).{0,10}|einen moment(?:,? bitte)?|nur einen moment"
    r"|un (?:instant|momento)(?:,? .{1,20})?|accès refusé|acceso denegado|zugriff verweigert|güvenlik kontrolü"
    r"|bir dakika lütfen|lütfen bekleyin|erişim engellendi|ruxsat berilmagan|تم رفض الوصول|التحقق من الامان"
)
_CHALLENGE = (
    r"check(?:ing)? (?:if the site connection is secure|your browser before)|your ip (?:address )?(?:has been|is) b"
    r"|(?:verify|verifying|confirm|prove)(?: that)? you(?: are|'re) (?:a )?(?:human|not a (?:ro)?bot)|press & hold"
    r"|enable (?:javascript|js) and (?:cookies|disable any ad ?blocker)|review the security of your connection"
    r"|complete the (?:captcha|security check)|your browser will redirect|allow up to \d+ seconds"
    r"|this process is automatic"
    r"|(?:unusual|suspicious|automated) (?:traffic|activity|requests) from your|i'?m not a robot|press and hold"
    r"|ddos protection by|you have been blocked|incapsula incident id|request unsuccessful"
    r"|you (?:were|are) a (?:ro)?bot"
    r"|провер(?:яем|ка) (?:вашего |ваш )?браузер|подтвердите,? что (?:вы|запросы).{0,40}(?:не робот|человек)"
    r"|похожи на автоматические|введите (?:символы|код|текст) с картинки|автоматически[ех]х? запрос"
    r"|(?:включите|разрешите).{0,20}javascript и.{0,20}(?:cookie|куки)|(?:cookie|куки).{0,12} и javascript"
    r"|ваш ip(?:-адрес)?.{0,20}(?:заблокирован|внесен)"
    r"|доступ к (?:сайту|ресурсу|странице).{0,12}(?:огранич|заблок|запрещ)|защита от ddos"
    r"|(?:убедиться|проверяем),? что (?:вы|это)"
    r"|браузеріңіз(?:ді)? тексер|робот емес(?:тігіңізді| екеніңізді) раста|роботмассызми|робот эмаслигингизни"
    r"|请(?:完成|进行|通过)(?:下方|以下|安全|上方)?的?(?:安全)?验证|正在(?:检查|验证)您的?浏览器"
    r"|(?:是真人|不是机器人)|拖动(?:下方)?滑块|请输入验证码|访问(?:过于)?频繁|启用 ?javascript ?(?:和|及) ?cookie"
    r"|检测到.{0,8}异常|您的(?:请求|访问).{0,10}(?:拦截|阻断|异常)"
    r"|ロボットではありません|로봇이 아닙니다|robot olmadığınızı|dass sie (?:ein mensch|kein roboter)"
    r"|(?:êtes (?:un )?humain|pas un robot)|(?:eres humano|no eres un robot|no soy un robot)"
    r"|(?:انك|لست) (?:انسان|روبوت)"
)
# What its forms and scripts are called, where its words are few.
_CHALLENGE_MARK = (
    r"_cf_chl|cf-challenge|cf-turnstile|challenge-platform|_incapsula_resource|ddos-guard|__qrator|qauth|stormwall"
    r"|px-captcha|captcha-delivery|awswaf|aws-waf|sucuri_cloudproxy|anubis|geetest|smart-?captcha|servicepipe"
    r"|g-recaptcha|h-captcha|hcaptcha|checkcaptcha|bot-?detect|datadome|perimeterx|bunkerweb|safeline|js-challenge"
)
_CHALLENGE_HINT = (
    r"captcha|robot|\bbot\b|browser|javascript|cookie|ddos|робот|капч|браузер|проверк|кукі|验证|驗證|浏览器|机器人"
    r"|тексер"
)

_LOGIN_TITLE = (
    r"(?:please )?(?:log ?-?in|sign ?-?in)(?: to .{1,40})?|log ?in or (?:register|sign ?up)"
    r"|(?:sign|log) in / .{1,20}|register|registration|sign ?up|create (?:an |your )?account|my account|member login"
    r"|login required|вход(?: на сайт| в систему| для .{3,20})?|войти|авторизация|регистрация|вход ?/ ?регистрация"
    r"|личный кабинет|вхід|увійти|реєстрація|кіру|тіркелу|жүйеге кіру|авторландыру|кирүү|катталуу|тизимга кириш"
    r"|рўйхатдан ўтиш|kirish|tizimga kirish|ro'yxatdan o'tish|даромад|用户登[录陆]|会员登[录陆]|登[录陆入]|注册"
    r"|登录/注册|登錄|註冊|ログイン|로그인|giriş(?: yap)?|üye girişi|üye ol|daxil ol|anmelden|anmeldung|einloggen"
    r"|login|registrieren|connexion|se connecter|identifiez-vous|s'identifier|iniciar sesión|inicia sesión|acceder"
    r"|accedi|entrar|zaloguj się|logowanie|تسجیل الدخول|ورود|ورود کاربران"
)
_LOGIN = (
    r"(?:log(?:ged)?[ -]?in|sign(?:ed)?[ -]?in|register|create an? (?:free )?account)(?: or .{3,30}"
    r"| (?:now )?for free| now)? (?:to|and) "
    r"(?:continue|keep|read|view|see|access)|(?:registration|login|log-in) (?:is )?required"
    r"|only (?:registered|logged[- ]in) (?:users|readers|members)|to registered (?:users|readers)"
    r"|(?:войдите|авторизуйтесь|зарегистрируйтесь|(?:необходимо|нужно|требуется) (?:войти|авториз\w+|зарегистр\w+"
    r"|вход)).{0,60}(?:чтобы|для).{0,12}(?:чита|прочит|прочт|просм|продолж|увидеть|доступ)"
    r"|(?:чтобы|для) (?:прочит|прочт|чита|чтен|просм|продолж|доступ).{0,60}(?:войдите|войти|авторизуй|авторизов"
    r"|зарегистр|авторизация)|(?:для|только) (?:зарегистрированны|авторизованны)\w+ (?:пользовател|читател)"
    r"|(?:щоб|для) (?:прочит|чита|перегляд|продовж).{0,60}(?:увійдіть|увійти|зареєстр|авториз)"
    r"|(?:оқу|көру|жалғастыру) үшін.{0,40}(?:кіріңіз|тіркеліңіз|авторланыңыз)"
    r"|(?:кіріңіз|тіркеліңіз).{0,40}(?:оқ|көр)\w+ үшін"
    r"|(?:o'qish|ko'rish|davom et\w+) uchun.{0,40}(?:kiring|ro'yxatdan)"
    r"|(?:ўқиш|кўриш) учун.{0,40}(?:киринг|рўйхатдан)|(?:окуу|көрүү|улантуу) үчүн.{0,40}(?:кириңиз|катталыңыз)"
    r"|(?:登[录陆入錄]|注册|註冊)(?:之)?(?:后|後|以|方可|才能|即可)(?:可|能|才能|继续)?(?:查看|阅读|閱讀|继续|浏览"
    r"|可见|瀏覽)|(?:阅读|閱讀|查看|浏览)(?:全文|更多|本文|内容)?,?请(?:您)?先?(?:登[录陆]|注册)|请先登[录陆]"
    r"|請先登入|(?:okumak|devam etmek|görüntülemek|görmek) için.{0,40}(?:giriş yap|üye ol|kayıt ol|oturum aç)"
    r"|(?:melden sie sich an|registrieren sie sich|anmelden|einloggen|registrieren).{0,40}(?:weiterlesen"
    r"|weiterzulesen|zu lesen)"
    r"|(?:weiterzulesen|weiterlesen|zu lesen).{0,40}(?:anmelden|registrieren|melden sie sich an)"
    r"|(?:connectez-vous|identifiez-vous|inscrivez-vous|créez (?:un|votre) compte).{0,40}(?:lire|continuer|accéder"
    r"|poursuivre)|(?:inici[ae] sesión|regístr\w+|identifícate).{0,40}para (?:leer|continuar|seguir|acceder|ver)"
    r"|(?:تسجیل الدخول|سجل الدخول).{0,20}(?:لقراءة|للقراءة|لمتابعة|للمتابعة|لعرض)"
)

_PLEA = (
    r"subscribe (?:now |today )?(?:to|and) (?:continue reading|keep reading|read (?:this|the (?:full|rest|whole)|on"
    r"|more|in full)|unlock|access (?:this|the full)|finish)|subscribe to read$"
    r"|to (?:continue|keep|finish) reading.{0,60}(?:subscri|become a)"
    r"|to read (?:this|the (?:full|rest|whole)).{0,60}subscri"
    r"|(?:article|story|content|text|rest|page).{0,30}(?:for|to) (?:our )?(?:paid |paying |premium |digital )?"
    r"(?:subscribers|members)|^(?:for )?(?:paid |paying |premium )?subscribers?[- ]only"
    r"|^(?:subscriber|member)[- ]exclusive|only for subscribers"
    r"|exclusive (?:to|for) (?:our )?(?:paid )?(?:subscribers|members)"
    r"|(?:reached|used|read|hit).{0,30}(?:free|complimentary) (?:articles?|stories|limit)"
    r"|unlock (?:this|the) (?:full )?(?:article|story)"
    r"|(?:register|sign up|create an? (?:free )?account)(?: for free| now| today)? to (?:continue|keep|finish) reading"
    r"|(?:continue|keep|finish) reading.{0,30} (?:in|on|with) (?:our|the) .{0,20}app\b|read (?:more|on|the (?:full"
    r"|whole"
    r"|rest)).{0,20} (?:in (?:our|the) app\b|with a .{0,20}subscription)"
    r"|(?:читайте|читать|прочитайте|прочитать|дочитайте) .{0,30}(?:полн\w+ (?:верси|текст)|полностью|целиком|дальше"
    r"|далее"
    r"|продолжение).{0,30}(?:по подписке|подписчик|в (?:нашем |мобильном )?приложении)"
    r"|(?:полная версия|полный текст|продолжение).{0,30}в (?:нашем |мобильном )?приложении"
    r"|(?:жалғасын|толық).{0,30}қосымша(?:мыз)?д(?:а|ан).{0,10}оқы|(?:жалғасы|толық (?:нұсқа|мәтін)\w*).{0,30}жазылым"
    r"|(?:davomini|to'liq).{0,30}ilova(?:miz)?da(?:n)? o'qi|(?:davomi|to'liq).{0,40}obuna (?:orqali|bilan|bo'yicha)"
    r"|(?:下载|打开|下載|打開|前往).{0,8}(?:app|客户端|客戶端).{0,8}(?:阅读|閱讀|查看|看)(?:全文|剩余|剩餘)"
    r"|(?:剩余|剩餘|还剩|還剩).{0,10}(?:付费|付費|订阅|訂閱|会员|會員)"
    r"|(?:この|本)(?:記事|コンテンツ)は.{0,6}会員限定|残り ?[\d,]+ ?文字|続きは.{0,16}(?:登録|有料|会員|アプリ"
    r"|ログイン)"
    r"|会員登録が必要|앱에서 .{0,10}(?:읽|보)기"
    r"|(?:devamını|tamamını|okumaya).{0,40}uygulama(?:mız)?da\b|in (?:der|unserer) app weiterlesen"
    r"|weiterlesen in (?:der|unserer) app"
    r"|(?:continuez|poursuivez|continuer|poursuivre) (?:votre |la )?lecture.{0,30}(?:appli|abonn)"
    r"|(?:continúa|sigue|continuar|seguir) leyendo en (?:la|nuestra) app|(?:تابع|أكمل|واصل) القراءة.{0,20}(?:تطبيق"
    r"|اشتراك)"
    r"|(?:full|complete) (?:article|story|access).{0,30}(?:requires|needs) a.{0,20}subscription"
    r"|(?:подпишитесь|подписывайтесь|оформите.{0,20}подписк\w|купите.{0,20}подписк\w).{0,40},? чтобы (?:прочитать"
    r"|прочесть|дочитать|продолжить чтение|узнать продолжение|открыть (?:полн|стат|мат|дост)|читать (?:дальше|полн"
    r"|стат|мат|цели|продолж|этот|весь))"
    r"|чтобы (?:прочитать|прочесть|дочитать|читать (?:дальше|полн|стат|мат|цели|продолж|этот|весь)"
    r"|продолжить чтение).{0,60}(?:подпи[шс]|подписк)"
    r"|(?:материал|статья|текст|публикация|новость|полная версия|продолжение|контент|доступ).{0,40}(?:подписчик"
    r"|по подписке|платной подписк)|^(?:только|эксклюзивно) для (?:платных )?подписчиков"
    r"|(?:исчерпали|достигли) лимит.{0,30}(?:бесплатн|статей|материалов)|^платный (?:материал|контент)"
    r"|(?:щоб|аби) (?:прочитати|дочитати|читати далі|продовжити читання).{0,60}(?:передплат|підпи)"
    r"|(?:матеріал|стаття|текст).{0,40}передплатник"
    r"|(?:передплатіть|підпишіться|оформіть передплату).{0,40}(?:щоб|аби) (?:прочитати|дочитати|читати далі"
    r"|продовжити)|лише для передплатників|(?:оқу|жалғастыру) үшін.{0,40}(?:жазылыңыз|жазылым)"
    r"|жазылыңыз.{0,40}(?:оқу|жалғастыру) үшін|жазылушылар(?:ға ғана| үшін| ғана)|тек жазылушылар"
    r"|(?:окуу|улантуу) үчүн.{0,40}жазылыңыз|(?:o'qish|davom ettirish) uchun.{0,40}obuna bo'ling|faqat obunachilar"
    r"|(?:ўқиш|давом эттириш) учун.{0,40}обуна бўлинг|фақат обуначилар"
    r"|(?:订阅|訂閱|购买|付费|付費|开通会员|成为会员|加入会员|加入會員)(?:后|後|以|即可|才能|可| |,){0,4}(?:继续"
    r"|繼續)?(?:阅读|閱讀|查看|解锁|解鎖)"
    r"|(?:本文|此文|该文章|全文|剩余内容|以下内容|本内容).{0,6}(?:付费|付費|订阅|訂閱|会员|會員)"
    r"|(?:会员|會員|订阅者|訂閱者|付费用户)(?:专享|專享|专属|專屬|独享|可见)|有料会員(?:限定|専用|のみ)|会員限定記事"
    r"|続きを読むには|この記事は有料|(?:유료|구독자|회원) ?전용|구독(?:하시면|하고|자만).{0,20}(?:읽|볼)"
    r"|(?:okumak|devamını okumak|okumaya devam etmek) için.{0,40}abone ol|(?:sadece|yalnızca) aboneler"
    r"|abonelere özel|abonelerimize özel|(?:nur|exklusiv) für (?:unsere )?(?:abonnent|mitglieder|plus-)"
    r"|abonnieren (?:und|um) .{0,20}(?:weiter|lesen)|weiterlesen mit"
    r"|(?:weiterzulesen|weiterlesen|zu lesen).{0,40}(?:abonnieren|\babo\b)"
    r"|(?:artikel|beitrag|inhalt) ist (?:kostenpflichtig|nur)|réservée?s? (?:à|aux) (?:nos |l')?abonn"
    r"|(?:abonnez-vous|s'abonner).{0,40}pour (?:lire|continuer|poursuivre|accéder|débloquer)"
    r"|pour (?:lire la suite|continuer|poursuivre|lire cet).{0,60}abonn|il vous reste .{0,14}% de cet article"
    r"|la suite est réservée"
    r"|(?:exclusiv\w+|sólo|solo|únicamente|reservad\w+) para (?:nuestros )?(?:suscriptores|abonados|socios)"
    r"|suscríb\w+.{0,40}para (?:leer|seguir leyendo|continuar)|para (?:seguir|continuar) leyendo.{0,60}suscr"
    r"|riservat\w (?:a|agli) (?:nostri )?abbonati|abbonati per (?:leggere|continuare)|exclusivo para assinantes"
    r"|assine para (?:ler|continuar)|tylko dla (?:subskrybentów|prenumeratorów)"
    r"|(?:اشترك|للاشتراك).{0,20}(?:لقراءة|لمتابعة القراءة)|(?:حصری|متاح|مخصص)\w* (?:فقط )?للمشترکین|ویژه مشترک"
)
# What stands beside a plea, and says nothing without one.
_ACCOUNT = (
    r"^already (?:a |have a |an )?(?:subscri|member|registered)|^(?:have|got) an? (?:account|subscription)\?"
    r"|^(?:log ?in|sign ?in|subscribe(?: now)?|register|see (?:all )?(?:plans|offers|options))[.!»›→ ]*$"
    r"|^уже (?:подписаны|есть подписка|подписчик)|^(?:войти|войдите|подписаться|оформить подписку|подпишитесь)[.!»→ ]*$"
    r"|^(?:жазылып қойдыңыз|жазылғансыз) ба|^(?:жазылу|кіру)[.! ]*$|^(?:obuna bo'lish|kirish)[.! ]*$"
    r"|^已(?:是|经是|有)?(?:订阅|訂閱|会员|會員|账号)|^(?:立即)?(?:订阅|訂閱|登录|登錄|购买|开通会员)$|^(?:会員登録|ログイン)"
    r"|^(?:zaten abone|abone misiniz)|^(?:abone ol|giriş yap)[.! ]*$|^(?:sie sind |du bist )?(?:bereits"
    r"|schon) (?:abonnent"
    r"|registriert|kunde)|^déjà abonn|^(?:s'abonner|se connecter|je m'abonne)[.! ]*$|^¿?(?:ya )?(?:eres|estás) suscri"
    r"|^(?:suscríbete|inicia sesión)[.! ]*$|^(?:هل أنت )?مشترك (?:بالفعل|مسبقا)"
)
_MONEY = (
    r"subscri|unlock|premium|member|log ?in|sign ?in|register|подпи[шс]|войдите|войти|зарегистр|оформ|оплат"
    r"|передплат|увійд|жазыл|тіркел|кіріңіз|obuna|обуна|订阅|訂閱|登录|登錄|登入|会员|會員|付费|付費|有料|会員|구독"
    r"|abone|giriş|üye|abonn|\babo\b|anmeld|suscr|inicia|abbonat|assin|اشتر|مشترک|تسجیل"
)
_ON = (
    r"(?:read|see|show) (?:more|on|the full (?:story|article))|continue reading|more|full story"
    r"|читать (?:далее|дальше|полностью)|подробнее|далее|показать (?:еще|полностью)|продолжение|читати далі"
    r"|толығырақ|жалғасы|толук|batafsil|davomi|батафсил|阅读全文|閱讀全文|查看全文|展开全文|展開全文|阅读更多|全文"
    r"|続きを読む|더보기|devamını oku|devamı|weiterlesen|mehr|lire la suite|lire plus|leer más|seguir leyendo"
    r"|leggi tutto|ler mais|اقرا المزید|ادامه مطلب"
)


# One of these stands in every plea, before its letters are made alike.
_PLEA_STEMS = AhoCorasick(
    """
    subscri member unlock free complimentary reading приложени қосымша ilova 客户端 客戶端 打开app 打開app 下载app
    剩余 剩餘 还剩 還剩 残り 続きは 앱에서 uygulama lecture leyendo القراءة
    подпи платн лимит передплат підпи жазыл obuna обуна 订阅 訂閱
    购买 付费 付費 会员 會員 有料 会員 続きを 유료 구독 회원 abone abonn abonad abo mitglied kostenpfl weiterlesen
    nur réserv reste suscr socios abbonat assin subskr prenumer مشترك مشترک اشترك اشترک
    """.split()  # noqa: SIM905 - words read better in one string
)


def _compiled(alternatives: str) -> re.Pattern[str]:
    return re.compile(spelt(alternatives), re.MULTILINE)


#: What may stand in an article's place, what a page is sooner than the others first.
KINDS = ("challenge", "region", "down", "consent", "login")

_TITLES = {
    "challenge": _compiled(_CHALLENGE_TITLE),
    "region": _compiled(notice_words.REGION_TITLE),
    "down": _compiled(notice_words.DOWN_TITLE),
    "consent": _compiled(notice_words.CONSENT_TITLE),
    "login": _compiled(_LOGIN_TITLE),
}
_SAYINGS = {
    "challenge": _compiled(_CHALLENGE),
    "region": _compiled(notice_words.REGION),
    "down": _compiled(notice_words.DOWN),
    "consent": _compiled(notice_words.CONSENT),
    "login": _compiled(_LOGIN),
    "account": _compiled(_ACCOUNT),
    "plea": _compiled(_PLEA),
    "money": _compiled(_MONEY),
}
_MARK, _HINT = _compiled(_CHALLENGE_MARK), _compiled(_CHALLENGE_HINT)
_READ_ON = _compiled(_ON)
_PARTS = re.compile(r"\s[|–—-]+\s|[|•·»«]+")
_EDGES = re.compile(r"^[^\w(]+|[^\w)]+$")


def is_titled(line: str, what: str) -> bool:
    """Say whether a heading, or a part of a title, is the name of such a page, of one of KINDS."""
    return any(_TITLES[what].fullmatch(part) for part in _parts(line))


def titled_as(line: str) -> str:
    """Say of which of KINDS a heading, or a part of a title, is the name; "" for none."""
    parts = _parts(line)
    return next((kind for kind in KINDS if any(_TITLES[kind].fullmatch(part) for part in parts)), "")


def says(line: str, what: str) -> bool:
    """Say whether a line says one of KINDS, or asks for money ("plea", faintly "money")."""
    return len(line) <= _LONGEST and _SAYINGS[what].search(plain(line)) is not None


def is_plea_line(line: str) -> bool:
    """Say whether a short line is a wall's own words, where there is a wall."""
    return weight(line) <= _LONGEST_PLEA and any(says(line, what) for what in ("plea", "login", "account"))


def _parts(line: str) -> list[str]:
    return [part for part in (_EDGES.sub("", part) for part in _PARTS.split(plain(line[:_LONGEST]))) if part]


def about_money(lines: list[str]) -> list[str]:
    """Give those of a page's lines that may be a plea: one look through all of them is what nearly all pages cost."""
    low = [" ".join(line.split()).lower() for line in lines]
    hits = _PLEA_STEMS.find_matches_as_indexes("\n".join(low))
    if not hits:
        return []
    ends = list(accumulate(len(line) + 1 for line in low))
    return [low[n] for n in sorted({bisect_right(ends, start) for _, start, _ in hits})]


def is_marked(names: str, words: str) -> bool:
    """Say whether the names in a page are those of a challenge's parts, and its few words hint at one."""
    return _MARK.search(names.lower()) is not None and _HINT.search(plain(words)) is not None


def leads_on(line: str) -> bool:
    """Say whether a line breaks off, or is nothing but the link to the rest."""
    line = plain(line)
    return line.rstrip("»›>→]) ").endswith(("…", "...", "[…")) or _READ_ON.fullmatch(_EDGES.sub("", line)) is not None


def breaks_off(line: str) -> bool:
    """Say whether a line ends in an ellipsis, and is not what somebody said: quotations may end so."""
    line = plain(line)
    return line.rstrip(")] ").endswith("...") and not line.startswith(("—", "–", "-"))
