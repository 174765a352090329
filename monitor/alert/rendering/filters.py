"""What may a template do to a value, and how much of it?

Pure: values in, values out. sandbox.py gives these filters to templates, and nothing else of Jinja's.

Each counts what it reads, and none makes a long text: so that neither time nor memory is lost by a template that asks
for much.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2 import filters as jinja_filters
from jinja2.runtime import Context

from monitor.alert.rendering.letters import cut, wrap

MOST_STEPS = 200_000  # parts of a template that are gone through, each as often as it is
MOST_RANGE = 1_000
_MOST_VALUE = 10_000  # characters of one value
METER = "_meter"  # the name by which a rendering's own count is found; no template can write it


class Meter:
    """What one rendering may still do."""

    __slots__ = ("steps",)

    def __init__(self) -> None:
        self.steps = MOST_STEPS

    def count(self, steps: int) -> None:
        """Count what is done, as one step at least.

        Raises:
            OverflowError: it is too much.
        """
        self.steps -= max(steps, 1)
        if self.steps < 0:
            raise OverflowError("it takes too long: its loops go round too often.")


def printed(value: object) -> str:
    """Give a value's text as it is; an Address stays one, so that it is escaped as a link."""
    if isinstance(value, Undefined):
        return str(value)  # raises what says which name is not there
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value)
    raise TypeError("only texts and figures can be printed: go through a list with 'for', or use 'join'.")


def meter_of(context: Context) -> Meter:
    """Give the count of the rendering that asks."""
    meter = context[METER]
    if not isinstance(meter, Meter):
        raise TypeError("nothing counts what the template does.")
    return meter


@pass_context
def some_figures(context: Context, *limits: int) -> range:
    """Give figures in a row: Jinja's ``range``, of a thousand at most."""
    made = range(*limits)
    if len(made) > MOST_RANGE:
        raise OverflowError(f"range() gives at most {MOST_RANGE:,} figures.")
    meter_of(context).count(len(made))
    return made


EACH = "for each"  # no template can write this name


@pass_context
def each(context: Context, values: Iterable[object], weight: int) -> Iterator[object]:
    """Give what a loop goes through, and count ``weight`` steps each time round."""
    meter = meter_of(context)
    for value in values:
        meter.count(weight)
        yield value


# Any: Jinja's filters take what a template hands them, and refuse it themselves.
def _counted(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a filter that counts what it reads, and makes no value that is too long."""
    wants_context = getattr(function, "jinja_pass_arg", None) is not None

    @pass_context
    def counted(context: Context, value: Any, *args: Any, **kwargs: Any) -> Any:  # as above
        size = len(value) if isinstance(value, Sized) and not isinstance(value, Undefined) else 1
        meter_of(context).count(1 + (size // 4 if isinstance(value, str) else size))
        made = function(context, value, *args, **kwargs) if wants_context else function(value, *args, **kwargs)
        if isinstance(made, str) and len(made) > _MOST_VALUE:
            raise OverflowError(f"a text of more than {_MOST_VALUE:,} characters is made.")
        return made

    return counted


def _join(values: Iterable[object], between: str = "") -> str:
    made, length = [], 0
    for value in values:
        made.append(printed(value))
        length += len(made[-1]) + len(between)
        if length > _MOST_VALUE:
            raise OverflowError(f"'join' makes more than {_MOST_VALUE:,} characters.")
    return between.join(made)


def _replace(text: str, old: str, new: str) -> str:
    if len(text) + text.count(old) * len(new) > 2 * _MOST_VALUE:
        raise OverflowError(f"'replace' makes more than {_MOST_VALUE:,} characters.")
    return text.replace(old, new)


def _wrap(text: str, width: int = 72, indent: int = 0) -> str:
    return wrap(text, width, " " * min(indent, 20))


def _sorted(values: Sequence[object], *, reverse: bool = False) -> list[object]:
    return sorted(values, key=str, reverse=reverse)


def _rounded(figure: float, digits: int = 0) -> float:
    # Python reckons with as many figures as it is asked for.
    return round(figure, min(max(digits, 0), 9))


_UNCOUNTED: dict[str, Callable[..., Any]] = {  # as above
    "cut": cut,
    "default": jinja_filters.do_default,
    "first": lambda values: next(iter(values), None),
    "int": int,
    "join": _join,
    "last": lambda values: values[-1] if values else None,
    "length": len,
    "list": list,
    "lower": lambda text: text.lower(),
    "map": jinja_filters.sync_do_map,
    "reject": jinja_filters.sync_do_reject,
    "rejectattr": jinja_filters.sync_do_rejectattr,
    "replace": _replace,
    "reverse": lambda values: values[::-1],
    "round": _rounded,
    "select": jinja_filters.sync_do_select,
    "selectattr": jinja_filters.sync_do_selectattr,
    "sort": _sorted,
    "trim": lambda text: text.strip(),
    "upper": lambda text: text.upper(),
    "wrap": _wrap,
}
FILTERS = {name: _counted(function) for name, function in _UNCOUNTED.items()}
