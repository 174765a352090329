"""With which words do pages speak of themselves, rather than of the news?

Pure: word lists of our own, in the languages that we watch most. In: words, as noise.py folds them. Out: whether they
are a date, a counter, an invitation to share, or the beginning of a hint to other articles. noise.py acts on it.
"""

import re
import unicodedata
from collections.abc import Sequence

from monitor.core.furniture import HEADINGS, PLEAS, POINTERS
from monitor.core.sentences import is_ended
from monitor.core.words import fold, folded

_LONGEST = 14  # words of a line that is nothing but dates and counters
_LONGEST_SIGNS = 32  # of Chinese or Japanese, where each character is a word
_LONGEST_HINT = 40  # words of a line that points to another article

# What stands beside a date, or names a part of one.
_DATES = """
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
today yesterday ago just now second seconds sec minute minutes min mins hour hours hr hrs day days week weeks month
months
year years am pm gmt utc est edt cet bst et at on an a updated update last published posted modified created first
date
time read reading
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
янв фев мар апр июн июл авг сен сент окт ноя нояб дек
понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс
сегодня вчера назад только что секунд секунды секунду минут минуты минуту мин час часа часов ч день дня дней неделю
недели
недель месяц месяца месяцев год года лет г в от мск обновлено обновлён обновлен обновление последнее изменено изменён
опубликовано опубликован публикация дата время создано добавлено чтения чтение
қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі бүгін кеше бұрын секунд минут сағат күн апта ай жыл жылғы жылы
жаңартылды жаңартылған жарияланды жарияланған соңғы уақыты күні
qañtar aqpan naurız sáuir mamyr mausym shilde tamyz qyrkúıek qazan qarasha jeltoqsan búgin keshe buryn saǵat
мүнөт мурун саат бүгүн кечээ жаңыланды жаңыртылды жарыяланды акыркы дүйшөмбү шейшемби шаршемби бейшемби жума ишемби
yanvar fevral mart aprel iyun iyul avgust sentabr sentyabr oktabr oktyabr noyabr dekabr dushanba seshanba chorshanba
payshanba juma shanba yakshanba bugun kecha oldin avval daqiqa soat kun hafta oy yil yangilandi yangilangan chop
etildi
elon qilindi qilingan sana vaqti
бугун кеча олдин аввал дақиқа соат кун ҳафта ой йил янгиланди эълон қилинди
ocak şubat nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık pazartesi salı çarşamba perşembe cuma cumartesi
pazar bugün dün önce dakika dk saat gün hafta yıl güncellendi güncelleme güncellenme yayınlandı yayınlanma yayın
tarihi
tarih son saati giriş
يناير فبراير مارس أبريل ابريل إبريل مايو يونيو يوليو أغسطس اغسطس سبتمبر أكتوبر اكتوبر نوفمبر ديسمبر كانون الثاني
الأول شباط
آذار نيسان أيار حزيران تموز آب أيلول تشرين الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت منذ قبل ثانية
ثوان
دقيقة دقيقتين دقائق ساعة ساعتين ساعات يوم يومين أيام أسبوع أسبوعين أسابيع شهر أشهر سنة اليوم أمس الساعة صباحا صباحًا
مساء
مساءً ص م بتوقيت غرينتش غرينيتش مكة آخر تحديث حديث نشر تم النشر نشرت تاريخ بتاريخ في
januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag heute
gestern vor sekunden minuten minute stunde stunden tag tagen woche wochen monat monaten jahr jahren uhr aktualisiert
aktualisierung zuletzt veröffentlicht stand am um lesezeit
janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi
samedi dimanche aujourdhui hier il y seconde secondes heure heures jour jours semaine semaines mois ans à le mis jour
actualisé modifié publié dernière mise lecture h
enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre lunes martes
miércoles jueves viernes sábado domingo hoy ayer hace segundo segundos minuto minutos hora horas hrs día días semana
semanas mes meses año años actualizado actualizada actualización última publicado publicada el las de del lectura
"""
# What is counted, and the buttons beside the counters.
_COUNTERS = """
view views viewed times time hit hits comment comments share shares shared like likes reads print email facebook
twitter rating rated vote votes discuss online this
telegram whatsapp vk viber linkedin reddit pinterest pocket link copy follow reply replies
просмотр просмотра просмотров просмотры просмотрели прочитали прочитано прочтений раз раза комментарий комментария
комментариев комментарии комментировать коммент поделиться поделились репост репостов репоста нравится лайк лайка
лайков рейтинг оценка голос голоса голосов обсудить обсуждение обсуждения читают онлайн
распечатать печать вконтакте одноклассники фейсбук твиттер телеграм ватсап скопировать ссылку
қаралым қаралды қаралған көрілім көрсетілім рет оқылды оқылған пікір пікірлер бөлісу
көрүү көрүүлөр көрүлдү жолу окулду пикир пикирлер бөлүшүү
onlayn reyting ovoz korish korishlar korilgan marta oqilgan oqildi izoh izohlar fikr fikrlar ulashish
кўриш кўришлар кўрилган марта ўқилди изоҳ изоҳлар улашиш
görüntülenme görüntüleme okunma okundu kez yorum yorumlar paylaşım paylaş beğeni
مشاهدة مشاهدات مشاهده قراءة قراءات تعليق تعليقات مشاركة مشاركات شارك إعجاب طباعة مرة فيسبوك تويتر واتساب تلغرام
aufrufe aufruf kommentar kommentare mal gelesen teilen geteilt drucken
vues vue commentaire commentaires partage partages partager fois lu imprimer
visita visitas vista vistas lectura lecturas comentario comentarios compartido compartidos compartir veces imprimir
"""
_SIGNS = frozenset(
    "年月日号號时時分秒点點前后後更新发發布佈表公开公開于於刊间間阅閱读讀浏瀏览覽看量次数數人评評论論分享赞讚转轉收藏点击昨今天周星期"
    "一二三四五六上下午晚早晨刚剛小最終回万萬千"
)
_ARTICLE = "ال"  # Arabic writes it onto the word
_OWN = frozenset(word for text in (_DATES, _COUNTERS) for word in fold(text).split())
_FIGURES = re.compile(r"\d+\w{0,3}")
_GOES_ON = (";", "；", "؛", ":", "：", ",", "،", "，", "、")
_CLOSING = " \u00a0\"'»”’“)]」』"

# Lines that point to other articles, or ask for something, beside core/furniture.py's. Of one word, only with a colon
# or alone.
_HINTS = """
read full|more on this|more on the topic|more from|don't miss|what to read next|trending now
также читайте|самое читаемое|популярное|не пропустите|ранее по теме
тағы оқи отырыңыз|осы тақырыпта|дагы окуңуздар|тема боюнча|mavzu boʻyicha
ilgili haber|önerilen haberler|更多新闻|热门文章|إقرأ أيضاً|اقرا ايضا|شاهد أيضاً
اقرأ المزيد|الأكثر قراءة|zum thema|meistgelesen|lire également|articles liés|les plus lus
también te puede interesar|más noticias|lo más leído
"""
_PLEAS = """
subscribe to|sign up for|sign up to|join us
get our newsletter|download our app|click here to|copyright|all rights reserved
подписывайтесь на|подпишитесь на|следите за нами|следите за новостями
если вы нашли ошибку|все права защищены|telegram арнамызға|telegram каналымызға|бізге жазылыңыз|бізді оқыңыз
биздин telegram|telegram каналыбызга|бизге жазылыңыз
telegram kanalimizga|bizning telegram|kanalimizga obuna|каналимизга обуна
abone olun|bizi takip edin|bizi telegramda|haberi paylaş|扫码关注|扫一扫
اشترك في|اشتركوا في|تابعونا على|تابعوا|شارك هذا|انضم إلى|newsletter abonnieren|teilen sie
partagez cet|recevez notre|comparte esta|comparta esta|únete a
"""


def _beginnings(*lists: str) -> dict[str, list[tuple[str, ...]]]:
    """Give phrases by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in "|".join("|".join(lists).split("\n")).split("|"):
        if words := in_words(phrase):
            found.setdefault(words[0], []).append(words)
    return found


_APOSTROPHE = re.compile(r"(?<=\w)['’‘‛ʻʼʽ`´′](?=\w)")
_DROPPED = str.maketrans({"İ": "i", "\u0640": None})  # the Turkish capital, and the stroke that stretches Arabic words


def in_words(text: str) -> tuple[str, ...]:
    """Give the words of a text so that ways of writing them are equal: case, apostrophes, what cannot be seen."""
    return tuple(folded(_APOSTROPHE.sub("", text.translate(_DROPPED))))


_HINT_BEGINNINGS = _beginnings(_HINTS, *POINTERS, *HEADINGS)
_PLEA_BEGINNINGS = _beginnings(_PLEAS, *PLEAS)


def is_label(text: str, words: Sequence[str]) -> bool:
    """Say whether a line only heads a list of other articles: "Related news"."""
    return any(words == phrase for phrase in _begun(_HINT_BEGINNINGS, words)) and not text.rstrip().endswith(".")


def is_hint(text: str, words: Sequence[str]) -> bool:
    """Say whether a line points to other articles, or asks the reader to share or subscribe.

    A line that ends as a sentence only points elsewhere where a colon parts the phrase from the headline.
    """
    if len(words) > _LONGEST_HINT:
        return False
    for phrase in _begun(_HINT_BEGINNINGS, words):
        if _has_colon(text, phrase) or not (ends_sentence(text) or 1 == len(phrase) < len(words)):
            return True
    return any(
        len(phrase) > 1 or len(words) == 1 or _has_colon(text, phrase) for phrase in _begun(_PLEA_BEGINNINGS, words)
    )


def ends_sentence(text: str) -> bool:
    """Say whether a line ends as a sentence does, or goes on below."""
    return is_ended(text) or text.rstrip(_CLOSING).endswith(_GOES_ON)


def is_date_or_counter(text: str, words: Sequence[str]) -> bool:
    """Say whether a line is nothing but dates, times, counters and their names."""
    if not words or len(words) > _LONGEST_SIGNS:
        return False
    figures = [word for word in words if _FIGURES.fullmatch(word)]
    others = [word for word in words if not _FIGURES.fullmatch(word)]
    if not others:
        return _is_clock_or_day(text) or _is_signed_counter(text)
    if all(word in _SIGNS for word in others):
        return bool(figures) or len(words) <= 4
    return len(words) <= _LONGEST and all(word.removeprefix(_ARTICLE) in _OWN or word in _OWN for word in others)


def _begun(beginnings: dict[str, list[tuple[str, ...]]], words: Sequence[str]) -> list[tuple[str, ...]]:
    return [phrase for phrase in beginnings.get(words[0], ()) if tuple(words[: len(phrase)]) == phrase] if words else []


def _has_colon(text: str, phrase: Sequence[str]) -> bool:
    head, colon, _ = text.replace("：", ":").partition(":")
    return bool(colon) and in_words(head) == tuple(phrase)


_NUMBER = re.compile(r"\d(?:[\d:./-]*\d)?")
_CLOCK_OR_DAY = re.compile(r"\d{1,2}:\d\d(?::\d\d)?|\d{1,4}([./-])\d{1,2}\1\d{1,4}")


def _is_clock_or_day(text: str) -> bool:
    numbers = _NUMBER.findall(text)
    return bool(numbers) and all(_CLOCK_OR_DAY.fullmatch(number) for number in numbers)


def _is_signed_counter(text: str) -> bool:
    """Whether a line is one figure beside a pictogram, such as an eye."""
    return any(unicodedata.category(sign) == "So" and sign != "°" for sign in text)
