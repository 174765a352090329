"""What do sites print around their articles, in the languages that our feeds speak?

Pure: constants, all in small letters with a straight apostrophe. wording.py reads lines by them. A phrase stands here
only if a reporter would hardly write it: "follow us", and not "follow"; Arabic "subscribe" stands here only with its
object, because it also means "took part". A star at the end lets a word in Latin letters go on; words in other scripts
may go on anyway.
"""

from monitor.core import furniture
from monitor.core.furniture import phrases

#: A line that begins so and goes on with a colon, or ends there, leads to other articles.
SURE_POINTERS = (
    *furniture.POINTERS,
    *phrases("""
    related posts, related coverage, more on this story, more on this topic
    recommended for you, more news, смотрите ещё, смотрите еще, статьи по теме
    рекомендуем прочитать, вам может быть интересно, вас может заинтересовать, это интересно, читать полностью
    читайте також, дивіться також, матеріали за темою, новини за темою, схожі новини, чытайце таксама
    оқи отырыңыздар, басқа жаңалықтар, толығырақ оқу, oqı otırıñız, oqi otyryńyz, taǵy oqyńyz
    окуй отуруңуз, тектеш жаңылыктар, башка жаңылыктар, mavzuga doir, boshqa yangiliklar, batafsil o'qing
    мавзуга доир, ўхшаш янгиликлар, инчунин хонед, инчунин бихонед, ҳамчунин бихонед, ҳамчунин хонед, дар ин мавзӯъ
    相關閱讀, 更多阅读, 热门推荐, 関連記事, 関連ニュース, あわせて読みたい, おすすめ記事
    관련기사, 관련 기사, 추천 기사, 추천기사, 인기 기사
    benzer haberler, həmçinin oxuyun, həmçinin oxu, oxşar xəbərlər, digər xəbərlər
    شاهد أيضًا, بیشتر بخوانید, همچنین بخوانید, بخوانید, مطالب مرتبط, اخبار مرتبط, خبرهای مرتبط, یہ بھی پڑھیں
    weiterlesen, lisez aussi, lire la suite, leer más
    leggi anche, potrebbe interessarti, articoli correlati, leggi di più
    leia também, leia mais, veja também, notícias relacionadas, czytaj też, czytaj także, przeczytaj także, zobacz także
    zobacz też, мөн унших, мөн уншина уу, холбоотой мэдээ, կարդացեք նաև, կարդալ նաև, ასევე წაიკითხეთ
    यह भी पढ़ें, इसे भी पढ़ें, baca juga, xem thêm, đọc thêm, tin liên quan
"""),
)

#: These may also head a passage of an article: they count only where the line recurs.
DOUBTFUL_POINTERS = (
    *furniture.HEADINGS,
    *phrases("""
    more, news, next, previous, tags, topics, topic, sources, source, подробнее, теги
    тег, метки, рубрика, раздел, источник, тема, темы, ещё, еще, за темою, джерело, тақырып, тегтер
    дереккөз, толығырақ, бөлім, булак, манба, mavzu, batafsil, teglar, manba, etiketler, kaynak, haberler
    schlagworte, quelle, mehr, thema, themen, mots-clés, sur le sujet, etiquetas, fuente, más sobre, tag, fonte, tagi
    źródło, 标签, 来源, 关键词, タグ, 태그, 출처, وسوم, المصدر, برچسب, منبع
"""),
)

PLEAS = (
    *furniture.PLEAS,
    *phrases("""
    subscribe to our, subscribe now, subscribe here, subscribe today, sign up for our, sign up to our, sign up now
    sign up here, follow our, join us on, our telegram, our whatsapp, our newsletter, our youtube
    our instagram, our facebook, our social media, our mobile app, our app, download the app, download our
    share via, share article, support our journalism, become a member, become a subscriber
    make a donation, donate now, click here, get the latest, leave a comment, log in to comment
    write to us, contact us, found a mistake, found an error, spotted an error, spotted a typo, enable javascript
    we use cookies, advertisement, sponsored content, ctrl+enter, ctrl + enter, ctrl-enter
    подпишись, подпишитесь, подписывайтесь, подписывайся, подписка на, следите за, следи за нами
    читай нас, читайте наш, присоединяйся к, вступайте в, жмите, переходите по ссылке
    наш канал, нашем канале, нашего канала, наши каналы, нашем telegram, нашем телеграм
    нашего telegram, нашего телеграм, нашу рассылку, нашу группу, наши соцсети, поделитесь, поделись
    скачайте приложение, скачать приложение, напишите нам, пишите нам, присылайте, сообщить об ошибке
    увидели ошибку, обнаружили ошибку, нашли опечатку, выделите её, выделите ее, выделите текст
    поддержите нас, поддержать проект, оставить комментарий, на правах рекламы, комментировать
    самые важные новости, самые свежие новости, будьте в курсе
    підписуйтесь, підписуйтеся, підпишіться, підпишись, підписатися на, стежте за, приєднуйтесь, приєднуйтеся
    долучайтесь, поділитися, поділіться, знайшли помилку, помітили помилку, падпісвайцеся
    жазылыңдар, арнамызға, каналымызға, парақшамызға, telegram арна, telegram-арна
    достарыңызбен бөліс, бізге жазыңыз, хабарласыңыз, қате тапсаңыз, jazylyńyz, jazılıñız, jazylyñyz
    катталыңыз, каналыбызга, баракчабызга, бизге жазыңыз
    kanalimizga, kanalimizni, sahifamizga, kuzatib boring, bizni kuzat*, do'stlaringizga ulashing
    каналимизга, саҳифамизга, кузатиб боринг, обуна шавед, ба канали мо, ба саҳифаи мо
    abone ol*, bizi takip, kanalımıza, bültenimize, sayfamızı, uygulamamızı, bu haberi paylaş*, abunə ol*
    bizi izləyin, kanalımızı, səhifəmizi
    تابعونا, انضم إلينا, انضموا إلينا, قناتنا, شارك المقال, اشترك الآن, اشترك في قناتنا
    ما را دنبال, ما را در تلگرام, ما را در اینستاگرام, عضو شوید, کانال ما, به اشتراک بگذارید, اشتراک گذاری, فالو کریں
    訂閱我們, 扫码, 掃碼, 扫描二维码, 微信公众号, 官方微信, 点击查看, 点击进入, 点击下载, 下载app, 我要评论, 加入我们
    フォローする, フォローして, メルマガ, 登録はこちら, シェアする, ツイートする, 구독하기, 구독신청, 기사제보, 공유하기
    folgen sie unser*, jetzt anmelden, unserem newsletter, unseren newsletter, unseren kanal, artikel teilen
    rejoignez-nous, partager sur, notre newsletter, notre chaîne, cliquez ici, soutenez-nous, faites un don
    únete a nuestro, nuestro canal, nuestro boletín, nuestra newsletter
    compartir en, comparte est*, haz clic, haga clic
    iscriviti, seguici, nostro canale, nostra newsletter, condividi su, inscreva-se, siga-nos, nosso canal
    compartilhe, subskrybuj, śledź nas, obserwuj nas, zapisz się na, udostępnij, биднийг дага, բաժանորդագրվ
    გამოგვყევით, გამოიწერეთ, सब्सक्राइब, फॉलो करें, ikuti kami, berlangganan, theo dõi chúng tôi
"""),
)

#: How a plea to follow the outlet begins that is sure at the end of a text, where the name of a channel is in it.
SURE_PLEAS = phrases("""
    subscribe to our, follow us on, follow our, join our, join us on, sign up for our
    подписывайтесь на наш, подпишитесь на наш, подписывайся на наш, подпишись на наш, читайте нас в, читайте нас на
    присоединяйтесь к нашему, следите за нами в, подписывайтесь на нас в, підписуйтесь на наш, підпишіться на наш
    біздің telegram, telegram арнамызға, телеграм арнамызға, телеграм каналыбызга, бизнинг телеграм
    telegram-арнамызға, телеграм-арнамызға, telegram kanalimizga, bizning telegram, телеграм каналимизга
    关注我们的, 订阅我们的, 關注我們的, telegram kanalımıza, bizi telegram, whatsapp kanalımıza
    folgen sie uns auf, abonnieren sie unseren, abonnez-vous à notre, suivez-nous sur, suscríbete a nuestro
    síguenos en, únete a nuestro, تابعونا على, اشترك في قناتنا, اشتركوا في قناتنا
""")
CHANNELS = phrases("""
    telegram, телеграм, whatsapp, ватсап, youtube, instagram, инстаграм, facebook, фейсбук, twitter, viber, вайбер
    tiktok, вконтакте, дзен, google news, channel, канал, newsletter, рассылк, арна, kanal, canal, chaîne, boletín
    微信, 公众号, 微博, 频道, قناة, قناتنا, تلغرام, تليجرام, تويتر, فيسبوك
""")

RIGHTS = phrases("""
    ©, (c) 20*, all rights reserved, copyright 20*, terms of use, privacy policy, may not be reproduced
    reprinted with permission, views expressed in, do not necessarily reflect
    все права защищены, при использовании материал, при полном или частичном, при цитировании, при перепечатке
    перепечатка, копирование материалов, использование материалов, использовании любых материалов, гиперссылк
    ссылка на источник обязательна, ссылка на сайт обязательна, редакция не несет, редакция не несёт
    может не совпадать с мнением, мнение автора может, свидетельство о регистрации сми, политика конфиденциальности
    всі права захищені, усі права захищені, використання матеріалів, передрук, гіперпосилання
    барлық құқық, материалдарды пайдалан, сілтеме жасау міндетті, сілтеме міндетті, гиперсілтеме
    бардык укук, материалдарды колдон, гипершилтеме
    barcha huquqlar, materiallaridan foydalan*, materiallardan foydalan*, барча ҳуқуқлар, материаллардан фойдалан
    ҳамаи ҳуқуқҳо, tüm hakları, izinsiz, kaynak gösteril*, bütün hüquqlar, istinad zəruri*, istinad mütləq*
    جميع الحقوق محفوظة, حقوق النشر, تمامی حقوق, کلیه حقوق, جملہ حقوق
    版权所有, 版權所有, 未经授权, 未經授權, 不得转载, 转载请, 轉載請, 免责声明, 责任编辑, 責任編輯, 無断転載, 著作権
    무단전재, 무단 전재, 재배포 금지, 저작권자, ⓒ
    alle rechte vorbehalten, nachdruck nur, nachdruck verboten, tous droits réservés, todos los derechos reservados
    tutti i diritti riservati, todos os direitos reservados, wszelkie prawa zastrzeżone, բոլոր իրավունքները
    ყველა უფლება, सर्वाधिकार
""")

CREDITS = phrases("""
    reporting by, editing by, writing by, additional reporting, our standards:, contributed to this report
    getty images, shutterstock
""")

#: With a colon and a few words after it: who took a picture.
PICTURES = phrases("""
    photo, photos, photo credit, photo by, photo courtesy, image, image credit, picture, photograph, file photo
    фото, фотография, фотографии, фото автора, фотограф, автор фото, источник фото, видео, коллаж, скриншот, світлина
    сурет, суреттер, фотосурет, сүрөт, сүрөттөр, foto, rasm, fotosurat, surat, сурат, fotoğraf, şəkil
    crédit photo, crédits, imagen, fotografía, fotografia, immagine, zdjęcie, fot
    图片来源, 图源, 圖片來源, 写真, 사진, الصورة, صورة, عکس, зураг, ფოტო, լուսանկար
""")

NETWORKS = phrases("""
    telegram, whatsapp, whats app, instagram, facebook, fb, youtube, tiktok, twitter, x, threads, viber, vk, vkontakte
    ok, odnoklassniki, linkedin, messenger, pinterest, reddit, rss, email, e-mail, print, copy link, line, weibo, wechat
    телеграм, телеграмм, ватсап, вотсап, инстаграм, фейсбук, ютуб, тикток, твиттер, вайбер, вк, вконтакте
    одноклассники, ок, дзен, яндекс, max, google news, google новости, печать, распечатать, share
    微信, 微博, 朋友圈, 페이스북, 트위터, تلگرام, تويتر, فيسبوك, واتساب, تلغرام, انستغرام, واتساپ, یوتیوب
""")

#: What a page counts, where a number stands beside it.
COUNTED = phrases("""
    views, view, reads, comments, comment, shares, likes, times read, min read, minute read, minutes read, reading time
    просмотр, просмотра, просмотров, просмотры, прочтений, прочтения, комментарий, комментария, комментариев
    комментарии, мин чтения, минут чтения, время чтения, переглядів, перегляди, коментарів, коментарі
    қаралым, қаралды, көрілім, рет қаралды, рет оқылды, рет көрілді, пікір, пікірлер, көрүүлөр, жолу окулду, пикир
    ko'rildi, ko'rishlar, marta o'qildi, marta ko'rildi, izohlar, izoh, кўрилди, изоҳлар, görüntüleme, okunma
    yorum, baxış, baxılıb, oxunub, şərh, 阅读, 閱讀, 阅读量, 浏览, 浏览量, 瀏覽, 点击量, 评论, 評論, 閲覧, コメント
    조회, 조회수, 댓글, مشاهدات, مشاهدة, تعليق, تعليقات, بازدید, نظر, نظرات, aufrufe, kommentare, kommentar, vues
    commentaires, commentaire, vistas, comentarios, comentario, visualizzazioni, commenti, visualizações, comentários
    wyświetleń, komentarzy, komentarze
""")

#: Begins a line that says when a page was made or changed.
STAMPS = phrases("""
    updated, published, posted, last updated, обновлено, опубликовано, изменено, дата публикации, дата обновления
    размещено, оновлено, опубліковано, жарияланды, жарияланған, жаңартылды, жаңартылған, жарыяланды, жаңыртылды
    yangilandi, joylandi, e'lon qilingan, güncelleme, güncellendi, güncelleme tarihi, yayınlanma tarihi, yeniləndi
    aktualisiert, veröffentlicht, stand, mis à jour, publié, actualizado, publicado, aggiornato, pubblicato
    aktualizacja, opublikowano, 发布时间, 更新时间, 更新, 입력, 수정
""")

#: The words beside the figures of a date or a time.
DATE_WORDS = frozenset(
    phrases("""
    january, february, march, april, may, june, july, august, september, october, november, december
    jan, feb, mar, apr, jun, jul, aug, sep, sept, oct, nov, dec, mon, tue, wed, thu, fri, sat, sun
    monday, tuesday, wednesday, thursday, friday, saturday, sunday, st, nd, rd, th
    at, on, am, pm, gmt, utc, bst, cet, msk, t, z
    января, февраля, марта, апреля, мая, июня, июля, августа, сентября, октября, ноября, декабря
    янв, фев, мар, апр, июн, июл, авг, сен, сент, окт, ноя, дек, сегодня, вчера, г, год, года, в, мск
    январь, февраль, март, апрель, май, июнь, июль, август, сентябрь, октябрь, ноябрь, декабрь
    понедельник, вторник, среда, четверг, пятница, суббота, воскресенье
    січня, лютого, березня, квітня, травня, червня, липня, серпня, вересня, жовтня, листопада, грудня, р, року
    қаңтар, ақпан, наурыз, сәуір, мамыр, маусым, шілде, тамыз, қыркүйек, қазан, қараша, желтоқсан, жыл, ж, сағат
    бүгін, кеше, бүгүн, жылы
    yanvar, fevral, mart, aprel, iyun, iyul, avgust, sentyabr, oktyabr, noyabr, dekabr, yil, soat, bugun
    ocak, şubat, nisan, mayıs, haziran, temmuz, ağustos, eylül, ekim, kasım, aralık, saat
    januar, februar, märz, mai, juni, juli, oktober, dezember, uhr, um
    janvier, février, mars, avril, juin, juillet, août, septembre, octobre, novembre, décembre, à, le, h
    enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre, de, las
    يناير, فبراير, مارس, أبريل, مايو, يونيو, يوليو, أغسطس, سبتمبر, أكتوبر, نوفمبر, ديسمبر
    年, 月, 日, 时, 分, 年月日, 년, 월, 일
""")
)

#: What blogging software writes below an article, beside its title and the blog's name.
FEED_FOOTERS = (
    ("the post ", " appeared first on "),
    ("сообщение ", " появились сначала на "),
    ("запись ", " впервые появилась "),
    ("der beitrag ", " erschien zuerst auf "),
    ("l'article ", " est apparu en premier sur "),
    ("la entrada ", " se publicó primero en "),
    ("l'articolo ", " proviene da "),
    ("o post ", " apareceu primeiro em "),
)
