"""What was measured, and how is it set side by side?

Pure. In: what each client took in each round. Out: rows of text; __main__.py prints them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

ROUNDS = ("all new", "nothing changed", "one new on 10 %")
#: The most that ours may take, in each round, of what the bare loop takes.
MUST = (0.90, 0.65, 0.60)


@dataclass(frozen=True, slots=True)
class Round:
    """One client, one round.

    Args:
        cpu_s: of the client and every process below it.
        new: entries it has more than before; None where it keeps none.
        requests: that reached the feeds; ``others`` is what it asked for beside them.
        problem: what it did wrong, "" for nothing.
    """

    cpu_s: float
    wall_s: float
    new: int | None
    requests: int
    others: int
    problem: str = ""


@dataclass(slots=True)
class Client:
    """What one client took.

    Args:
        start_s: CPU of a process that starts, gets ready and ends; 0.0 where that is part of each round.
        is_fresh: it is started anew for each round, and the round's CPU is all of the process's.
        memory_mb: of all its processes together, or of the largest where it is fresh.
    """

    name: str
    is_fresh: bool = False
    start_s: float = 0.0
    memory_mb: float = 0.0
    rounds: list[Round] = field(default_factory=list)

    def cpu_s(self, number: int, *, with_start: bool) -> float:
        """Give the CPU of a round, the start included where asked for."""
        return self.rounds[number].cpu_s + (self.start_s if with_start and not self.is_fresh else 0.0)

    @property
    def problems(self) -> list[str]:
        """Everything it did wrong."""
        return [f"{self.name}, {ROUNDS[n]}: {r.problem}" for n, r in enumerate(self.rounds) if r.problem]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay out a table: the first column to the left, all others to the right."""
    lines = [list(head), *([_cell(value) for value in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        )
        for line in lines
    )


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def rounds_table(clients: Sequence[Client], bare: Client) -> str:
    """Set the clients beside the bare loop: fresh processes with their start, long-lived ones without."""
    head = ["client", "start s", *(f"{name} s" for name in ROUNDS), *("ratio",) * 3, "requests", "others", "MB"]
    rows: list[list[object]] = []
    for client in clients:
        costs = [client.cpu_s(n, with_start=client.is_fresh) for n in range(len(client.rounds))]
        ratios = [
            cost / bare.cpu_s(n, with_start=client.is_fresh) if client is not bare else 1.0
            for n, cost in enumerate(costs)
        ]
        requests = sum(r.requests for r in client.rounds)
        others = sum(r.others for r in client.rounds)
        start = client.start_s or None
        rows.append([client.name, start, *costs, *ratios, requests, others, round(client.memory_mb)])
    return table(head, rows)


def verdicts(client: Client, bare: Client) -> list[tuple[str, bool]]:
    """Hold a client against what must be reached."""
    lines = []
    for n, most in enumerate(MUST):
        ratio = client.cpu_s(n, with_start=client.is_fresh) / bare.cpu_s(n, with_start=client.is_fresh)
        text = f"{client.name}, {ROUNDS[n]}: {ratio:.2f} of the bare loop (at most {most:.2f})"
        lines.append((text, ratio <= most))
    return lines


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Give the slope of the straight line with the least squares through some points."""
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    spread = sum((x - middle_x) ** 2 for x, _ in points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / spread if spread else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value that ``share`` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
