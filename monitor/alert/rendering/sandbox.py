"""What may a template do, and when is it stopped?

Pure: a template's source and values in, text out; nothing is read here. renderer.py gives it both.

Whoever may set up a rule may write a template, and is not to get anything else by it: neither the program's memory nor
its time. So a template is written in a part of Jinja: it prints values, asks (``if``), goes through lists (``for``),
names things (``set``) and uses the filters below. There is nothing to call but ``range``, no attribute but the keys of
what it was given, and no way to make a long text of a short one; what it does is counted, and it is stopped where that
is too much. Our own templates are written in the same part.
"""

from collections.abc import Callable, Mapping

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from monitor.alert.rendering.filters import EACH, FILTERS, METER, Meter, each, meter_of, printed, some_figures
from monitor.alert.rendering.forms import Form, escape
from monitor.core.errors import MonitorError

MOST_SOURCE = 20_000  # characters of a template
_MOST_FIGURE = 10**15

# All that may be wrong with a template of the kind below once it is known to parse: there is no other code in it.
_WRONG = (
    TemplateError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.For,
    nodes.Assign,
    nodes.Name,
    nodes.Const,
    nodes.Tuple,
    nodes.List,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Filter,
    nodes.Test,
    nodes.Keyword,
    nodes.Call,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
    nodes.Pos,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Mod,
)
_OF_A_LOOP = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem"})


class BadTemplate(MonitorError):  # noqa: N818 - named by what is wrong, as all of core/errors.py
    """A template cannot be used: which, in which line, and why."""


def compiled(source: str, name: str, form: Form) -> Template:
    """Read a template.

    Args:
        name: what its errors call it.

    Raises:
        BadTemplate: it is too long, cannot be read, or does what a template may not do.
    """
    if len(source) > MOST_SOURCE:
        raise BadTemplate(f"{name} has {len(source):,} characters. A template may have {MOST_SOURCE:,}.")
    environment = _ENVIRONMENTS[form]
    try:
        code = environment.compile(source, name, name)
        return Template.from_code(environment, code, environment.make_globals(None))
    except TemplateSyntaxError as error:
        raise BadTemplate(f"{name}, line {error.lineno}: {error.message}") from error
    except RecursionError as error:
        raise BadTemplate(f"{name} is nested too deeply.") from error
    except _WRONG as error:
        raise BadTemplate(f"{name} cannot be read: {error}") from error


class TooLong(BadTemplate):
    """A template makes more than its form takes."""


def run(template: Template, values: Mapping[str, object], most: int) -> str:
    """Give what a template makes of values.

    Args:
        most: characters that it may make.

    Raises:
        TooLong: it makes more.
        BadTemplate: it asks for what is not there, or takes too long.
    """
    made, length = [], 0
    try:
        for part in template.generate({**values, METER: Meter()}):
            length += len(part)
            if length > most:
                raise TooLong(f"{template.name}: it makes more than {most:,} characters.")
            made.append(part)
    except _WRONG as error:
        raise BadTemplate(f"{_place(template, error)}: {error}") from error
    return "".join(made)


def _place(template: Template, error: BaseException) -> str:
    """Say in which line of a template an error was raised."""
    name, line, at = template.name or "", 0, error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == template.filename:
            line = at.tb_lineno
        at = at.tb_next
    return f"{name}, line {line}" if line else name


class _Environment(ImmutableSandboxedEnvironment):
    """Reads templates of the part of Jinja that is allowed, and counts what they do."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%"})

    def __init__(self, form: Form) -> None:
        super().__init__(
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_shown_in(form),
            cache_size=0,
        )
        self.globals = {"range": some_figures}
        self.filters = dict(FILTERS)
        self.filters[EACH] = each

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            _require_allowed(node, name)
        for loop in list(tree.find_all(nodes.For)):
            # Each time round counts as many steps as the loop has parts.
            weight = nodes.Const(1 + sum(1 for _ in loop.find_all(nodes.Node)), lineno=loop.lineno)
            loop.iter = nodes.Filter(loop.iter, EACH, [weight], [], None, None, lineno=loop.lineno, environment=self)
        return tree

    def getattr(self, obj: object, attribute: str) -> object:
        """Give the value of a key; Python's attributes are out of reach."""
        if isinstance(obj, LoopContext) and attribute in _OF_A_LOOP:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """Give the value of a key, or what has a number in a list."""
        try:
            if isinstance(obj, Mapping) and isinstance(argument, str):
                return obj[argument]
            if isinstance(obj, list | tuple | str) and isinstance(argument, int):
                return obj[argument]
        except LookupError:
            pass
        return self.undefined(obj=obj, name=argument)  # type: ignore[arg-type] # a number is as good in its text

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Reckon with figures; texts are written one after another instead."""
        if not isinstance(left, int | float) or not isinstance(right, int | float):
            raise TypeError(f"'{operator}' takes two figures.")
        result = super().call_binop(context, operator, left, right)
        if abs(result) > _MOST_FIGURE:
            raise OverflowError(f"'{operator}' makes too large a figure.")
        return result


def _require_allowed(node: nodes.Node, name: str | None) -> None:
    problem = ""
    if not isinstance(node, _ALLOWED):
        problem = f"a template of a message cannot hold {type(node).__name__.lower()!r}: see docs/alerts.md."
    elif isinstance(node, nodes.Name) and node.name.startswith("_"):
        problem = f"{node.name!r} begins with '_'."
    elif isinstance(node, nodes.Call) and not (isinstance(node.node, nodes.Name) and node.node.name == "range"):
        problem = "nothing can be called but range()."
    elif isinstance(node, nodes.For) and node.recursive:
        problem = "a loop cannot be recursive."
    elif isinstance(node, nodes.List | nodes.Tuple) and not all(_is_plain(each, node) for each in node.items):
        problem = "a list in a template holds texts and figures only."
    if problem:
        raise TemplateSyntaxError(problem, node.lineno, name)


def _is_plain(item: nodes.Node, of: nodes.List | nodes.Tuple) -> bool:
    is_target = isinstance(of, nodes.Tuple) and of.ctx == "store"
    return isinstance(item, nodes.Name if is_target else nodes.Const)


def _shown_in(form: Form) -> Callable[[Context, object], str]:
    @pass_context
    def shown(context: Context, value: object) -> str:
        meter_of(context).count(1)
        return escape(form, printed(value))

    return shown


_ENVIRONMENTS = {form: _Environment(form) for form in Form}
