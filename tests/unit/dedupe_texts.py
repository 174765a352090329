"""Which texts of our own are judged, and how?"""

from dataclasses import replace

from monitor.core.records.verdicts import Known, Neighbours, Verdict
from monitor.dedupe.decide import decide
from monitor.dedupe.fingerprint import fingerprint

CANAL = """The town of Saryozek opened its rebuilt canal on Monday, two years after a flood tore through the old banks.
Engineers lined 14 kilometres of the bed with stone and moved the sluice gates uphill, away from the railway yard.
Farmers on the left bank had waited longest, because their pumps stood dry for most of the last two summers.
"We planted nothing but barley, and even that failed," said one of them, who keeps 300 sheep near the old mill.
The mayor promised that water would reach every plot by the end of May, at a third of the price paid so far.
Not everybody believes him, since the pipes that lead from the canal to the villages have yet to be laid.
A second stage of the work, which would connect the reservoir in the hills, has neither a date nor a budget.
For now the town celebrates: a brass band played on the bridge, and children threw wreaths into the water."""
MARKET = """Traders in the port kept their stalls closed for a fourth day to protest against a new fee on scales.
The council says the fee pays for inspectors, who found in spring that every tenth scale showed too much.
Fishmongers answer that honest sellers are made to pay for dishonest ones, and that customers will go elsewhere.
Talks are to go on in the town hall after the weekend, when the fleet comes home and ice runs short.
A court may have the last word, as the fee was decided without the hearing that the port's own statutes ask for.
Until then the smell of the market is missing from the quay, and so are the gulls, a waiter remarked."""
RUSSIAN = """Жители посёлка у озера собрали подписи против строительства нового причала для больших катеров.
Они боятся, что шум распугает птиц, ради которых сюда каждую весну приезжают любители природы со всей области.
Подрядчик отвечает, что сваи вобьют зимой, когда гнёзда пусты, и обещает оставить тростник нетронутым.
Решение должен принять районный совет, но заседание уже трижды переносили из-за болезни председателя."""
CHINESE = """山谷里的小学昨天收到了一批新书，这是图书馆关闭三年以来的第一次。
孩子们排着队把箱子从卡车上搬下来，老师在门口一本一本地登记书名。
校长说，最受欢迎的是关于星星和恐龙的书，字典却没有人愿意先借。
村里的老人也想来看报纸，所以阅览室晚上会多开两个小时。"""
# Three briefs of one outlet that closes its reports with the same paragraph.
BRIEF = "A bus left the road near the pass on Sunday night; nobody was hurt, police say."
OTHER_BRIEF = "The library in the old barracks opens again in autumn with twice as many shelves."
CLOSING = (
    "The valley has waited for its railway since 1961, when the line was drawn on the maps and then forgotten. "
    "Work began again in spring, with money from three banks, and is to end before the winter after next."
)
HEADLINE = "Saryozek celebrates its rebuilt canal"


def known(text: str, ref: str = "7") -> Known:
    made = fingerprint(text)
    return Known(ref, text, made.exact, made.sketch)


def seed(text: str, *, name: str = "canal-2021", has_text: bool = True) -> Known:
    return replace(known(text, f"seed:{name}"), text=text if has_text else "")


def judge(text: str, *others: Known, background: tuple[int, ...] = ()) -> Verdict:
    return decide(text, fingerprint(text), Neighbours(others, frozenset(background)))


def part(text: str, first: int, last: int) -> str:
    return "\n".join(text.split("\n")[first:last])
