"""With which words do sites point to other articles and ask for something, in the languages that our feeds speak?

Pure: constants, all in small letters with a straight apostrophe. extract/ leaves such lines out of texts, and revise/
does not take them for a change; each room adds what only its own question allows. A star at the end lets a word in
Latin letters go on.
"""


def phrases(listed: str) -> tuple[str, ...]:
    """Give phrases that stand between commas and on lines, each once."""
    every = (phrase.strip() for line in listed.strip().split("\n") for phrase in line.split(","))
    return tuple(dict.fromkeys(phrase for phrase in every if phrase))


#: Lead to other articles wherever a line begins so and goes on with a colon, or ends there.
POINTERS = phrases("""
    read also, also read, read more, see also, read next, related articles, related stories, related news
    related topics, you may also like, you might also like, most read, most popular, editor's picks, latest news
    читайте также, читайте ещё, читайте еще, читать также, читайте по теме, смотрите также
    материалы по теме, новости по теме, ещё по теме, еще по теме, похожие новости, похожие материалы
    другие новости, последние новости, рекомендуем почитать, читать далее
    оқи отырыңыз, тағы оқыңыз, тағы да оқыңыз, сондай-ақ оқыңыз, ұқсас жаңалықтар
    тақырып бойынша, ошондой эле окуңуз, дагы окуңуз, окшош жаңылыктар
    shuningdek o'qing, yana o'qing, mavzuga oid, o'xshash yangiliklar
    шунингдек ўқинг, яна ўқинг, мавзуга оид
    延伸阅读, 延伸閱讀, 相关阅读, 相关新闻, 相關新聞, 相关文章, 相关报道, 推荐阅读, 推薦閱讀, 猜你喜欢
    ayrıca okuyun, bunu da okuyun, bunları da okuyun, ilgili haberler, ilginizi çekebilir, diğer haberler
    اقرأ أيضا, اقرأ أيضًا, اقرأ أيضاً, إقرأ أيضا, شاهد أيضا, مواضيع ذات صلة, أخبار ذات صلة, مقالات ذات صلة
    lesen sie auch, lesen sie mehr, auch interessant, mehr zum thema, das könnte sie auch interessieren
    lire aussi, à lire aussi, à lire également, voir aussi, sur le même sujet
    lea también, lee también, lea además, leer también, ver también, te puede interesar, le puede interesar
    noticias relacionadas
""")

#: Lead to other articles too, but may also head a passage of an article.
HEADINGS = phrases("""
    related, recommended, по теме, рекомендуем
""")

#: Ask to subscribe, to follow, to share or to write.
PLEAS = phrases("""
    follow us, join our, share this, share on, support us, like us on
    подписаться на, читайте нас, присоединяйтесь к, наш telegram, наш телеграм
    поделиться, нашли ошибку, заметили ошибку, оставьте комментарий
    жазылыңыз, біздің telegram, бөлісіңіз, бөлүшүңүз, obuna bo'ling
    обуна бўлинг, takip edin*
    تابعنا على, شارك الخبر, 订阅我们, 关注我们, 關注我們, 分享到, 分享至, 下载客户端
    abonnieren sie, jetzt abonnieren, folgen sie uns
    abonnez-vous, suivez-nous, inscrivez-vous, partager cet
    suscríbete, suscríbase, síguenos, síganos
""")
