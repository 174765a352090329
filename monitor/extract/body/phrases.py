"""What do sites print around their articles, in the languages that our feeds speak?

Pure: constants, all in small letters with a straight apostrophe. wording.py reads lines by them. A phrase stands here
only if a reporter would hardly write it: "follow us", and not "follow"; Arabic "subscribe" stands here only with its
object, because it also means "took part". A star at the end lets a word in Latin letters go on; words in other scripts
may go on anyway.
"""


def _phrases(listed: str) -> tuple[str, ...]:
    every = (phrase.strip() for line in listed.strip().split("\n") for phrase in line.split(","))
    return tuple(dict.fromkeys(phrase for phrase in every if phrase))


#: A line that begins so and goes on with a colon, or ends there, leads to other articles.
SURE_POINTERS = _phrases("""
    read also, also read, read more, see also, read next, related articles, related stories, related news
    related topics, related posts, related coverage, more on this story, more on this topic, you may also like
    you might also like, recommended for you, most read, most popular, editor's picks, latest news, more news
    читайте также, читайте ещё, читайте еще, читать также, читайте по теме, смотрите также, смотрите ещё, смотрите еще
    материалы по теме, новости по теме, статьи по теме, ещё по теме, еще по теме, похожие новости, похожие материалы
    другие новости, последние новости, рекомендуем почитать, рекомендуем прочитать, вам может быть интересно
    вас может заинтересовать, это интересно, читать далее, читать полностью
    читайте також, дивіться також, матеріали за темою, новини за темою, схожі новини, чытайце таксама
    оқи отырыңыз, оқи отырыңыздар, тағы оқыңыз, тағы да оқыңыз, сондай-ақ оқыңыз, ұқсас жаңалықтар, басқа жаңалықтар
    тақырып бойынша, толығырақ оқу, oqı otırıñız, oqi otyryńyz, taǵy oqyńyz
    ошондой эле окуңуз, дагы окуңуз, окуй отуруңуз, окшош жаңылыктар, тектеш жаңылыктар, башка жаңылыктар
    shuningdek o'qing, yana o'qing, mavzuga oid, mavzuga doir, o'xshash yangiliklar, boshqa yangiliklar, batafsil o'qing
    шунингдек ўқинг, яна ўқинг, мавзуга оид, мавзуга доир, ўхшаш янгиликлар
    инчунин хонед, инчунин бихонед, ҳамчунин бихонед, ҳамчунин хонед, дар ин мавзӯъ
    延伸阅读, 延伸閱讀, 相关阅读, 相關閱讀, 相关新闻, 相關新聞, 相关文章, 相关报道, 推荐阅读, 推薦閱讀
    更多阅读, 猜你喜欢, 热门推荐, 関連記事, 関連ニュース, あわせて読みたい, おすすめ記事
    관련기사, 관련 기사, 추천 기사, 추천기사, 인기 기사
    ayrıca okuyun, bunu da okuyun, bunları da okuyun, ilgili haberler, benzer haberler, ilginizi çekebilir
    diğer haberler, həmçinin oxuyun, həmçinin oxu, oxşar xəbərlər, digər xəbərlər
    اقرأ أيضا, اقرأ أيضًا, اقرأ أيضاً, إقرأ أيضا, شاهد أيضا, شاهد أيضًا, مواضيع ذات صلة, أخبار ذات صلة, مقالات ذات صلة
    بیشتر بخوانید, همچنین بخوانید, بخوانید, مطالب مرتبط, اخبار مرتبط, خبرهای مرتبط, یہ بھی پڑھیں
    lesen sie auch, lesen sie mehr, auch interessant, mehr zum thema, das könnte sie auch interessieren, weiterlesen
    lire aussi, à lire aussi, à lire également, lisez aussi, voir aussi, sur le même sujet, lire la suite
    lea también, lee también, lea además, leer también, leer más, ver también, te puede interesar, le puede interesar
    noticias relacionadas, leggi anche, potrebbe interessarti, articoli correlati, leggi di più
    leia também, leia mais, veja também, notícias relacionadas, czytaj też, czytaj także, przeczytaj także, zobacz także
    zobacz też, мөн унших, мөн уншина уу, холбоотой мэдээ, կարդացեք նաև, կարդալ նաև, ასევე წაიკითხეთ
    यह भी पढ़ें, इसे भी पढ़ें, baca juga, xem thêm, đọc thêm, tin liên quan
""")

#: These may also head a passage of an article: they count only where the line recurs.
DOUBTFUL_POINTERS = _phrases("""
    related, recommended, more, news, next, previous, tags, topics, topic, sources, source, по теме, подробнее, теги
    тег, метки, рубрика, раздел, источник, тема, темы, ещё, еще, рекомендуем, за темою, джерело, тақырып, тегтер
    дереккөз, толығырақ, бөлім, булак, манба, mavzu, batafsil, teglar, manba, etiketler, kaynak, haberler
    schlagworte, quelle, mehr, thema, themen, mots-clés, sur le sujet, etiquetas, fuente, más sobre, tag, fonte, tagi
    źródło
    标签, 来源, 关键词, タグ, 태그, 출처, وسوم, المصدر, برچسب, منبع
""")

PLEAS = _phrases("""
    subscribe to our, subscribe now, subscribe here, subscribe today, sign up for our, sign up to our, sign up now
    sign up here, follow us, follow our, join us on, join our, our telegram, our whatsapp, our newsletter, our youtube
    our instagram, our facebook, our social media, our mobile app, our app, download the app, download our, share this
    share on, share via, share article, support our journalism, support us, become a member, become a subscriber
    make a donation, donate now, click here, like us on, get the latest, leave a comment, log in to comment
    write to us, contact us, found a mistake, found an error, spotted an error, spotted a typo, enable javascript
    we use cookies, advertisement, sponsored content, ctrl+enter, ctrl + enter, ctrl-enter
    подпишись, подпишитесь, подписывайтесь, подписывайся, подписаться на, подписка на, следите за, следи за нами
    читайте нас, читай нас, читайте наш, присоединяйтесь к, присоединяйся к, вступайте в, жмите, переходите по ссылке
    наш telegram, наш телеграм, наш канал, нашем канале, нашего канала, наши каналы, нашем telegram, нашем телеграм
    нашего telegram, нашего телеграм, нашу рассылку, нашу группу, наши соцсети, поделиться, поделитесь, поделись
    скачайте приложение, скачать приложение, напишите нам, пишите нам, присылайте, сообщить об ошибке, нашли ошибку
    заметили ошибку, увидели ошибку, обнаружили ошибку, нашли опечатку, выделите её, выделите ее, выделите текст
    поддержите нас, поддержать проект, оставьте комментарий, оставить комментарий, на правах рекламы, комментировать
    самые важные новости, самые свежие новости, будьте в курсе
    підписуйтесь, підписуйтеся, підпишіться, підпишись, підписатися на, стежте за, приєднуйтесь, приєднуйтеся
    долучайтесь, поділитися, поділіться, знайшли помилку, помітили помилку, падпісвайцеся
    жазылыңыз, жазылыңдар, арнамызға, каналымызға, парақшамызға, telegram арна, telegram-арна, біздің telegram
    бөлісіңіз, достарыңызбен бөліс, бізге жазыңыз, хабарласыңыз, қате тапсаңыз, jazylyńyz, jazılıñız, jazylyñyz
    катталыңыз, каналыбызга, баракчабызга, бөлүшүңүз, бизге жазыңыз
    obuna bo'ling, kanalimizga, kanalimizni, sahifamizga, kuzatib boring, bizni kuzat*, do'stlaringizga ulashing
    обуна бўлинг, каналимизга, саҳифамизга, кузатиб боринг, обуна шавед, ба канали мо, ба саҳифаи мо
    abone ol*, bizi takip, takip edin*, kanalımıza, bültenimize, sayfamızı, uygulamamızı, bu haberi paylaş*, abunə ol*
    bizi izləyin, kanalımızı, səhifəmizi
    تابعونا, تابعنا على, انضم إلينا, انضموا إلينا, قناتنا, شارك الخبر, شارك المقال, اشترك الآن, اشترك في قناتنا
    ما را دنبال, ما را در تلگرام, ما را در اینستاگرام, عضو شوید, کانال ما, به اشتراک بگذارید, اشتراک گذاری, فالو کریں
    订阅我们, 訂閱我們, 关注我们, 關注我們, 扫码, 掃碼, 扫描二维码, 微信公众号, 官方微信, 分享到, 分享至
    点击查看, 点击进入, 点击下载, 下载客户端, 下载app, 我要评论, 加入我们
    フォローする, フォローして, メルマガ, 登録はこちら, シェアする, ツイートする, 구독하기, 구독신청, 기사제보, 공유하기
    abonnieren sie, jetzt abonnieren, folgen sie uns, folgen sie unser*, jetzt anmelden, unserem newsletter
    unseren newsletter, unseren kanal, artikel teilen
    abonnez-vous, suivez-nous, inscrivez-vous, rejoignez-nous, partager sur, partager cet, notre newsletter
    notre chaîne, cliquez ici, soutenez-nous, faites un don
    suscríbete, suscríbase, síguenos, síganos, únete a nuestro, nuestro canal, nuestro boletín, nuestra newsletter
    compartir en, comparte est*, haz clic, haga clic
    iscriviti, seguici, nostro canale, nostra newsletter, condividi su, inscreva-se, siga-nos, nosso canal
    compartilhe, subskrybuj, śledź nas, obserwuj nas, zapisz się na, udostępnij, биднийг дага, բաժանորդագրվ
    გამოგვყევით, გამოიწერეთ, सब्सक्राइब, फॉलो करें, ikuti kami, berlangganan, theo dõi chúng tôi
""")

RIGHTS = _phrases("""
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

CREDITS = _phrases("""
    reporting by, editing by, writing by, additional reporting, our standards:, contributed to this report
    getty images, shutterstock
""")

#: With a colon and a few words after it: who took a picture.
PICTURES = _phrases("""
    photo, photos, photo credit, photo by, photo courtesy, image, image credit, picture, photograph, file photo
    фото, фотография, фотографии, фото автора, фотограф, автор фото, источник фото, видео, коллаж, скриншот, світлина
    сурет, суреттер, фотосурет, сүрөт, сүрөттөр, foto, rasm, fotosurat, surat, сурат, fotoğraf, şəkil
    crédit photo, crédits, imagen, fotografía, fotografia, immagine, zdjęcie, fot
    图片来源, 图源, 圖片來源, 写真, 사진, الصورة, صورة, عکس, зураг, ფოტო, լուսանկար
""")

NETWORKS = _phrases("""
    telegram, whatsapp, whats app, instagram, facebook, fb, youtube, tiktok, twitter, x, threads, viber, vk, vkontakte
    ok, odnoklassniki, linkedin, messenger, pinterest, reddit, rss, email, e-mail, print, copy link, line, weibo, wechat
    телеграм, телеграмм, ватсап, вотсап, инстаграм, фейсбук, ютуб, тикток, твиттер, вайбер, вк, вконтакте
    одноклассники, ок, дзен, яндекс, max, google news, google новости, печать, распечатать, share
    微信, 微博, 朋友圈, 페이스북, 트위터, تلگرام, تويتر, فيسبوك, واتساب, تلغرام, انستغرام, واتساپ, یوتیوب
""")

#: What a page counts, where a number stands beside it.
COUNTED = _phrases("""
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
STAMPS = _phrases("""
    updated, published, posted, last updated, обновлено, опубликовано, изменено, дата публикации, дата обновления
    размещено, оновлено, опубліковано, жарияланды, жарияланған, жаңартылды, жаңартылған, жарыяланды, жаңыртылды
    yangilandi, joylandi, e'lon qilingan, güncelleme, güncellendi, güncelleme tarihi, yayınlanma tarihi, yeniləndi
    aktualisiert, veröffentlicht, stand, mis à jour, publié, actualizado, publicado, aggiornato, pubblicato
    aktualizacja, opublikowano, 发布时间, 更新时间, 更新, 입력, 수정
""")

#: The words beside the figures of a date or a time.
DATE_WORDS = frozenset(
    _phrases("""
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
