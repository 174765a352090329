"""With which words do texts name what is not said by the article, and what is said beside it?

Pure: constants in small letters, folded once. unsaid.py, bylines.py, listed.py, captions.py and quotations.py read
lines by them. A label stands before a colon, or alone on its line; where it could begin a sentence as well, it is
listed as doubtful, and more must speak for it.
"""

from monitor.core import furniture
from monitor.core.furniture import phrases
from monitor.core.text import fold


def _folded(listed: str) -> frozenset[str]:
    return frozenset(fold(phrase).text for phrase in phrases(listed))


#: Head a list of tags wherever they stand.
TAGS = _folded("""
    tags, article tags, post tags, keywords, key words, hashtags, tagged with, tagged as, filed under
    теги, тэги, метки, ключевые слова, хештеги, хэштеги, мітки, ключові слова, хештеґи, тэгі, ключавыя словы
    тегтер, тэгтер, кілт сөздер, түйін сөздер, тірек сөздер, хештегтер, tegter, kilt sózder, тегдер, тэгдер
    түйүндүү сөздөр, негизги сөздөр, teglar, kalit so'zlar, теглар, калит сўзлар, барчаспҳо, калидвожаҳо
    etiketler, anahtar kelimeler, anahtar sözcükler, teqlər, açar sözlər, taglar, açar sözler
    schlagwörter, schlagworte, stichwörter, stichworte, mots-clés, mots clés, étiquettes, etiquetas, palabras clave
    palavras-chave, marcadores, parole chiave, tagi, słowa kluczowe, štítky, klíčová slova, címkék, kulcsszavak
    etichete, cuvinte cheie, ключови думи, етикети, кључне речи, oznake, ključne riječi, avainsanat, nyckelord
    taggar, emneord, nøgleord, trefwoorden, märksõnad, raktažodžiai, žymos, atslēgvārdi
    标签, 標籤, 关键词, 關鍵詞, 关键字, 關鍵字, タグ, キーワード, 태그, 키워드
    وسوم, الوسوم, كلمات مفتاحية, الكلمات المفتاحية, كلمات دلالية, الكلمات الدلالية, برچسب ها, برچسبها, برچسب‌ها
    کلیدواژه ها, کلیدواژه‌ها, کلیدواژهها, ٹیگز, תגיות, मुख्य शब्द, टैग, ট্যাগ, แท็ก, từ khóa
    պիտակներ, բանալի բառեր, თეგები, ტეგები, საკვანძო სიტყვები, шошго, түлхүүр үг, түлхүүр үгс, ετικέτες
""")

#: Head one likewise, or a passage: they count only at either end of a text, before what is a list.
DOUBTFUL_TAGS = _folded("""
    tag, topic, topics, category, categories, section, sections, labels, in this story
    тег, тэг, тема, темы, категория, категории, рубрика, рубрики, раздел, разделы, сюжет
    теми, категорія, категорії, рубрыка, санат, санаттар, айдар, айдары, бөлім, тақырып, тақырыптар, рубрикасы
    бөлүм, темалар, bo'lim, mavzu, mavzular, bo'limlar, etiket, kategori, kategoriler, konu, konular, kateqoriya
    thema, themen, rubrik, rubriken, kategorie, kategorien, thème, thèmes, rubrique, rubriques, catégorie, catégories
    tema, temas, categoría, categorías, sección, secciones, categoria, categorias, assuntos, argomenti, kategoria
    分类, 分類, 栏目, 欄目, 专题, 專題, 话题, 話題, カテゴリ, カテゴリー, 분류, 카테고리
    التصنيف, التصنيفات, القسم, الأقسام, موضوعات, موضوع, دسته بندی, بخش, برچسب
""")

#: Head the choice of a country or an edition.
MENUS = _folded("""
    choose country, choose a country, choose your country, select country, select a country, select your country
    select region, select your region, choose region, choose your region, country selector, editions, all countries
    our editions, our sites, other languages, выберите страну, выбор страны, выберите регион, все страны, все регионы
    ваш регион, другие издания, наши издания, оберіть країну, виберіть країну, усі країни, елді таңдаңыз
    барлық елдер, аймақты таңдаңыз, өлкөнү тандаңыз, mamlakatni tanlang, ülke seçin, ülkenizi seçin, ülke seçiniz
    tüm ülkeler, ölkə seçin, land auswählen, land wählen, alle länder, choisissez votre pays, choisir un pays
    tous les pays, elige tu país, seleccione un país, selecciona tu país, todos los países, escolha o país
    选择国家, 选择地区, 選擇國家, 选择国家或地区, 国家选择, اختر الدولة, اختر بلدك, جميع الدول, انتخاب کشور
""")

#: Head the place where somebody is to be found.
ADDRESSES = _folded("""
    address, our address, postal address, office address, editorial office, headquarters, contacts, contact us
    адрес, наш адрес, адрес редакции, юридический адрес, почтовый адрес, контакты, адреса, адреса редакції
    контакти, адрас, мекенжай, мекенжайы, редакция мекенжайы, дарек, дареги, manzil, адрес редакцияси, adres
    iletişim, ünvan, anschrift, adresse, adresse postale, dirección, contacto, endereço, contato, indirizzo, contatti
    地址, 联系地址, 聯絡地址, 住所, 주소, العنوان, عنوان, نشانی, آدرس, पता
""")

#: Give out pictures.
PRESS_OFFICES = tuple(
    sorted(
        _folded("""
        press service, press office, media office, courtesy of, пресс-служба, пресс-службы, прес-служба
        баспасөз қызметі, басма сөз кызматы, matbuot xizmati, basın servisi, basın ofisi, pressestelle, pressedienst
        service de presse, servicio de prensa, servizio stampa, biuro prasowe, 新闻处, 新聞處, 新闻办
        """)
    )
)

#: Stand in menus of sections.
SECTIONS = _folded("""
    home, homepage, news, world, politics, business, economy, sport, sports, culture, opinion, asia, europe, africa
    americas, middle east, central asia, about us, contact, contacts, contact us, video, videos, photos, search, login
    главная, новости, политика, экономика, общество, спорт, культура, мир, в мире, регионы, видео, фото, поиск
    происшествия, мнения, азия, европа, о нас, контакты, реклама, центральная азия, головна, новини, політика
    економіка, суспільство, світ, басты бет, жаңалықтар, саясат, экономика, қоғам, мәдениет, әлем, спорт
    башкы бет, жаңылыктар, bosh sahifa, yangiliklar, siyosat, iqtisodiyot, jamiyat, ana sayfa, gündem, siyaset
    ekonomi, dünya, kültür, spor, startseite, politik, wirtschaft, welt, kultur, meinung, asien, europa, accueil
    politique, économie, monde, culture, société, asie, europe, inicio, portada, política, economía, mundo, cultura
    deportes, sociedad, 首页, 首頁, 新闻, 新聞, 国际, 國際, 政治, 经济, 經濟, 财经, 体育, 文化, 亚洲, 社会
    الرئيسية, أخبار, الأخبار, سياسة, اقتصاد, رياضة, ثقافة, العالم, آسيا
""")
#: Stand in the sentence before a list of the article's own: parts of words too, for where they stand in doubt, the
#: list is said.
LISTED = _folded("""
    the following, as follows, list, countries, the states, nations, members, participants, teams, table
    следующ, список, списк, перечен, стран, государств, участник, участие, участвов, таблиц, член
    країн, держав, учасник, такі, спіс, краін, дзяржаў, елдер, мемлекет, тізім, қатысушы, келесі
    өлкөлөр, мамлекет, тизме, катышуучу, davlat, mamlakat, ro'yxat, ishtirok, ülkeler, devletler, katılımcı, aşağıdaki
    ölkələr, siyahı, länder, staaten, teilnehmer, folgende, pays, états, participant, suivant, países, estados
    siguiente, paesi, stati, seguent, kraje, kraj, państw, 国家, 國家, 名单, 名單, 如下, 以下, 成员, 成員, 参加, 參加,
    参与, دول, قائمة, التالية, المشارك, کشور, فهرست
""")
#: Begin the path of a page in its site.
HOMES = _folded("""
    home, homepage, main, главная, головна, галоўная, басты бет, башкы бет, bosh sahifa, ana sayfa, anasayfa, ana səhifə
    startseite, accueil, inicio, portada, início, 首页, 首頁, ホーム, الرئيسية, خانه, strona główna, bosh
""")

POINTERS = frozenset(fold(phrase).text for phrase in furniture.POINTERS) | _folded("""
    related posts, related coverage, more on this story, more on this topic, recommended for you, more news
    смотрите ещё, смотрите еще, статьи по теме, рекомендуем прочитать, вам может быть интересно
    вас может заинтересовать, читайте також, дивіться також, матеріали за темою, новини за темою, схожі новини
    чытайце таксама, оқи отырыңыздар, басқа жаңалықтар, башка жаңылыктар, boshqa yangiliklar, инчунин хонед
    ҳамчунин хонед, benzer haberler, həmçinin oxuyun, oxşar xəbərlər, digər xəbərlər, 相關閱讀, 热门推荐, 関連記事
    관련기사, 관련 기사, بیشتر بخوانید, همچنین بخوانید, مطالب مرتبط, اخبار مرتبط, lisez aussi, leggi anche
    leia também, veja também, czytaj też, czytaj także, zobacz też, zobacz także, мөн унших, կարդացեք նաև
    ასევე წაიკითხეთ, यह भी पढ़ें, baca juga, đọc thêm
    next article, previous article, next story, previous story, more stories, trending now, top stories, up next
    in case you missed it, also on our site, related content, further reading, explore more, what to read next
    other news, also in this section, recommended stories, from our archive
    ранее по теме, по этой теме, ещё новости, самое читаемое, читайте на сайте, главное за день, новости партнёров
    следующая новость, предыдущая новость, также читайте, ещё на эту тему, лента новостей, топ новостей
    вам будет интересно, смотрите по теме, подробнее по теме, главные новости, новости сми2
    осы тақырыпта, ең көп оқылған, соңғы жаңалықтар, ұқсас мақалалар, айдардағы басқа жаңалықтар, тақырыпқа сай
    оқи отыр, осы айдарда, танымал жаңалықтар
    下一篇, 上一篇, 热点新闻, 更多新闻, 相关链接, 相关推荐, 热门文章, 精彩推荐, 最新文章, 大家都在看, 热门新闻, 相关专题
    weitere artikel, weitere meldungen, meistgelesen, nächster artikel, empfohlene artikel, verwandte artikel
    passend dazu, lesen sie dazu, auch lesen, article suivant, article précédent, les plus lus, articles similaires
    nos derniers articles, dans la même rubrique, sur le même thème
    sonraki haber, önceki haber, çok okunanlar, son haberler, bunlar da ilginizi çekebilir, gündemdeki haberler
    наступна новина, популярні новини, читайте ще, останні новини, схожі матеріали, більше новин, також читайте
    artículo siguiente, más noticias, lo más leído, artículos relacionados, también te puede interesar
    más sobre este tema, المقال التالي, الأكثر قراءة, أخبار متعلقة, قد يعجبك أيضا, اقرأ المزيد
    articolo successivo, articoli correlati, i più letti, potrebbe interessarti, ti potrebbe interessare
    następny artykuł, najczęściej czytane, powiązane artykuły, przeczytaj także, zobacz więcej
    próximo artigo, mais lidas, notícias relacionadas, leia mais, veja mais, saiba mais
    окшош кабарлар, акыркы жаңылыктар, ушул темада, кийинки макала, эң көп окулган
    keyingi maqola, ko'p o'qilgan, so'nggi yangiliklar, o'xshash maqolalar, mavzuga doir
""")
HEADINGS = frozenset(fold(phrase).text for phrase in furniture.HEADINGS) | _folded("""
    latest, previous, next, popular, trending, sponsored, популярное, в тему, за темою, тағы да, mehr dazu
    lire la suite, à découvrir, öne çıkanlar, polecamy
""")

PLEAS = tuple(sorted({fold(phrase.removesuffix("*")).text for phrase in furniture.PLEAS})) + tuple(
    sorted(
        _folded("""
        subscribe to our, subscribe to the, sign up for our, follow our, подписывайтесь на, подпишитесь на
        подпишись на, читайте нас в, следите за нами, вступайте в, підписуйтесь на, підпишіться на, стежте за нами
        telegram арнамызға, telegram-арнамызға, біздің арнамызға, биздин каналга, каналыбызга, kanalimizga
        каналимизга, bizi takip, kanalımıza, اشترك في قناتنا, اشتركوا في قناتنا, تابعوا قناتنا
        """)
    )
)
#: Where a plea asks the reader to go.
CHANNELS = _folded("""
    telegram, телеграм, whatsapp, ватсап, youtube, instagram, инстаграм, facebook, фейсбук, twitter, viber, вайбер
    tiktok, channel, канал, newsletter, рассылк, арна, kanal, canal, chaîne, boletín, 微信, 公众号, 微博, 频道, قناة
    قناتنا, تلغرام, google news, google новости, t.me
""")

#: Before a colon, who wrote the text. Not "reporter": so interviews mark their questions.
AUTHORS = _folded("""
    author, authors, by, text by, written by, words by, story by, автор, авторы, текст, автор текста, подготовил
    подготовила, материал подготовил, материал подготовила, перевод, автори, автор тексту, підготував, підготувала
    аўтар, авторлары, авторы, мәтін, дайындаған, әзірлеген, автору, даярдаган, muallif, muallifi, tayyorladi, муаллиф
    müəllif, yazar, yazan, hazırlayan, autor, autorin, autoren, auteur, autrice, auteurs, texte, autora, autores, texto
    autore, testo di, di, von, par, por, الكاتب, بقلم, إعداد, نویسنده, 作者, 撰文, 文, 责任编辑, 責任編輯, 责编
    编辑, 編輯, 编译, 翻译, 글, հեղինակ, ავტორი, зохиогч, συντάκτης
""")
#: Before a colon, where the text was taken from; of these, Chinese ones do not begin "a source says".
SOURCES = _folded("""
    source, sources, via, источник, источники, источник новости, по материалам, джерело, джерела, крыніца, дереккөз
    дереккөзі, ақпарат көзі, сурет көзі, булак, булагы, маалымат булагы, manba, manbasi, манба, манбаъ, kaynak, mənbə
    quelle, quellen, fuente, fuentes, fonte, fonti, źródło, zdroj, forrás, sursa, извор, izvor
    المصدر, المصادر, مصدر, منبع, աղբյուր, წყარო, эх сурвалж, πηγή
""")
SURE_SOURCES = _folded("""
    来源, 來源, 稿源, 信息来源, 文章来源, 新闻来源, 出典, 출처, 자료
""")

#: Who reports, in small letters, beside a country's or an outlet's name.
ROLES = _folded("""
    correspondent, correspondents, reporter, reporters, editor, contributor, bureau, desk, staff, writer, bureau chief
    корреспондент, корреспонденты, собкор, спецкор, соб. корр, корр, обозреватель, кореспондент, власкор, карэспандэнт
    тілші, тілшісі, меншікті тілші, кабарчы, кабарчысы, muxbir, muxbiri, мухбир, мухбири, muhabir, muhabiri, müxbir
    müxbiri, korrespondent, korrespondentin, reporterin, correspondant, correspondante, envoyé, envoyée, spécial
    spéciale, corresponsal, enviado, enviada, especial, correspondente, corrispondente, korespondent, مراسل, مراسلنا
    مراسلة, خبرنگار, 记者, 記者, 特派员, 特派員, 特派记者, 特约记者
""")
#: Words that a byline leaves in small letters.
SMALL_WORDS = _folded("""
    in, for, from, at, of, the, and, on, with, to, our, und, aus, in, für, der, die, das, im, mit, et, à, au, aux, en
    de, du, des, la, le, les, pour, depuis, y, e, para, desde, del, el, da, do, em, и, в, из, для, по, та, з, у, и
    special, own, published, updated, edited, gmt, am, pm, utc, by, reporting, editing, writing, additional, spécial
    spéciale, especial
""")
#: Who is named before these is not the place but who wrote there.
CONNECTING = _folded("""
    in, for, from, at, of, aus, für, à, au, aux, en, para, desde, del, da, do, em
""")
JOINING = frozenset({"and", "und", "et", "y", "e", "&", "и", "та", "with", "ve", "және", "жана", "va"})
BY = frozenset({"by", "von", "par", "por", "di", "door", "od"})
REPORTING = (
    *("reporting by", "additional reporting", "reporting and writing by", "writing by", "written by", "editing by"),
    *("edited by", "compiled by", "translated by", "with reporting by"),
)
#: Stand in small letters between the names of a source.
OFFICES = _folded("""
    press, service, office, ministry, website, site, portal, news, agency, пресс-служба, пресс-службы, сайт, сайта
    министерство, министерства, агентство, агентства, информагентство, портал, официальный, официального, служба
    по, материалам, информации, данным, прес-служба, міністерство, баспасөз, қызметі, министрлігі, сайты, агенттігі
    ministerium, pressestelle, ministère, service, presse, agence, ministerio, prensa, agencia, bakanlığı, ajansı, basın
""")

#: Behind or before a country's name these make the name of an outlet.
OUTLETS_BEHIND = _folded("""
    today, times, news, newsline, post, daily, herald, gazette, tribune, press, pravda, tv, radio, newswire, online
    media, news agency, agency, telegraph agency, 24, сегодня, правда, новости, инфо, тв, онлайн, пресс, ньюс, таймс
    newspaper, channel, 新闻网, 通讯社, 国际通讯社, 报, 电视台, pravdası, televizyonu, gazetesi, ajansı
    телеарнасы, газеті
""")
OUTLETS_BEFORE = _folded("""
    radio, радио, телеканал, агентство, газета, журнал, портал, егемен, egemen, sputnik, interfax, интерфакс, forbes
    business, иа, миа, тк, аиф, кп, the times of, voice of, спутник, центр деловой информации, capital, chronicles of
    hürriyet, مجلة, صحيفة, وكالة, قناة, إذاعة
""")
#: Who owns the text, wherever they stand in a line at the end of one.
RIGHTS = tuple(
    sorted(
        _folded("""
        all rights reserved, все права защищены, всі права захищені, усі права захищені, усе правы абаронены
        барлық құқықтар қорғалған, барлық құқық қорғалған, бардык укуктар корголгон, barcha huquqlar himoyalangan
        барча ҳуқуқлар ҳимояланган, ҳамаи ҳуқуқҳо ҳифз, tüm hakları saklıdır, her hakkı saklıdır, bütün hüquqlar qorunur
        جميع الحقوق محفوظة, تمامی حقوق, کلیه حقوق, 版权所有, 版權所有, 無断転載, 무단전재, 무단 전재, 재배포 금지
        未经授权不得转载, 转载请注明, 轉載請註明, alle rechte vorbehalten, nachdruck verboten, tous droits réservés
        todos los derechos reservados, prohibida la reproducción, tutti i diritti riservati
        todos os direitos reservados, wszelkie prawa zastrzeżone, բոլոր իրավունքները պաշտպանված, ყველა უფლება დაცულია
        """)
    )
)
#: Begin a line that says how the text may be used, if it goes on with a word of permission.
USES = tuple(
    sorted(
        _folded("""
        при использовании, при полном или частичном, при цитировании, при перепечатке, перепечатка, копирование
        использование материал, использование любых материал, любое использование, при копировании, активная ссылка
        використання матеріал, передрук, при використанні, у разі використання, материалдарды пайдалан
        сайт материалдарын, ақпаратты пайдалан, материалдарды колдон, materiallardan foydalan, материаллардан фойдалан
        reproduction, republication, any use of, use of materials, when using, when quoting, reprinting
        nachdruck, die verwendung, toute reproduction, la reproduction, queda prohibida, se permite la reproducción
        未经, 未經, 转载, 轉載
        """)
    )
)
PERMISSIONS = _folded("""
    ссылк, разреш, согласи, запрещ, посиланн, дозвол, сілтеме, рұқсат, шилтеме, havola, ҳавола, permission, consent
    hyperlink, link to, genehmigung, quellenangabe, zustimmung, autorisation, autorización, citando, fuente, 授权, 許可
    注明, 註明, 出处
""")

#: Before a colon, what a picture shows, or who took it.
PICTURES = _folded("""
    photo, photos, photo credit, photo caption, photograph, image, images, image credit, image caption, picture
    pictured, pictured here, file photo, file image, illustration, caption, in the photo, in the picture, video
    фото, фотография, фотографии, фото автора, автор фото, источник фото, на фото, на фотографии, на снимке
    на архивном фото, фотограф, иллюстрация, иллюстративное фото, архивное фото, фото из архива, коллаж, скриншот
    видео, подпись к фото, світлина, на світлині, на знімку, ілюстративне фото, архівне фото, ілюстрація, фота
    на здымку, сурет, суреттер, суретте, фотосурет, көрнекі сурет, мұрағаттағы сурет, коллаж, сүрөт, сүрөттө
    фотодо, foto, fotolar, fotosurat, surat, suratda, rasm, сурат, суратда, аксҳо, акс, fotoğraf, fotoğrafta, görsel
    arşiv fotoğrafı, şəkil, fotosunda, bild, fotos, im bild, auf dem bild, symbolbild, archivbild, archivfoto
    bildquelle, bildnachweis, photo d'archives, photo d'illustration, crédit photo, crédits photo, crédit, légende
    sur la photo, imagen, imágenes, fotografía, foto de archivo, en la foto, en la imagen, imagem, na foto, fotografia
    immagine, nella foto, zdjęcie, zdjęcia, na zdjęciu, fot, зураг, гэрэл зураг, լուսանկար, ფოტო, φωτογραφία, φωτο
    图, 图片, 图源, 图片来源, 图片说明, 资料图, 资料图片, 配图, 图注, 摄影, 摄, 图为, 圖, 圖片, 圖源, 圖片來源, 圖片說明
    資料圖, 資料圖片, 圖為, 攝影, 写真, 画像, 사진, 자료사진
    صورة, الصورة, في الصورة, صورة أرشيفية, صورة من الأرشيف, تصوير, عکس, تصویر, در تصویر, فوٹو, צילום, फोटो, तस्वीर
""")

#: Beside a name between quotation marks: the name is one of a work, an event or a body, and nobody's words.
NAMED = tuple(
    sorted(
        _folded("""
        forum, conference, project, programme, program, film, movie, documentary, book, novel, song, album, party
        newspaper, magazine, channel, festival, exhibition, contest, company, group, foundation, strategy, article
        titled, entitled, exercise, exercises, award, prize, medal
        форум, конференци, проект, программ, фильм, книг, роман, песн, альбом, парти, газет, журнал, канал, телеканал
        фестиваль, выставк, конкурс, компани, фонд, стратеги, стать, концепци, названием, учени, преми, орден
        медал, движени, объединени, организаци, тоо, оо, ао, ооо, закон, план, рубрик
        програм, фільм, вистав, рух, організаці, жоба, бағдарлам, кітап, партия, газет, арна, көрме, байқау, қор
        ұйым, стратегия, тақырыб, атты, аталатын, аттуу, долбоор, программа, nomli, loyiha
        filmi, kitabı, projesi, programı, gazetesi, partisi, konferansı, forumu, adlı, sergisi, konulu, başlıklı
        konferenz, projekt, programm, buch, partei, zeitung, ausstellung, sender, namens, titel, strategie
        conférence, projet, livre, parti, journal, chaîne, exposition, intitulé, intitulée, baptisé, stratégie
        foro, conferencia, proyecto, programa, película, libro, partido, periódico, exposición, titulado, titulada
        estrategia, منتدى, مؤتمر, مشروع, برنامج, فيلم, كتاب, حزب, صحيفة, قناة, معرض, بعنوان
        论坛, 会议, 项目, 计划, 电影, 展览, 展, 为主题, 主题, 题为, 題為, 一书, 的文章, 文章
        """)
    )
)
