"""Does the house keep the limits that no linter knows?"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "monitor").rglob("*.py"))
MODULE_LINES, FUNCTION_LINES, ARGUMENTS = 400, 40, 5
WALLS = {"monitor/pipeline.py", "monitor/alert/outbox.py"}


def _name(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def _code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines from its first argument's to its last, without its docstring."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or 0) - first.lineno + 1
    return lines


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_module_fits_on_a_few_screens(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_function_fits_on_one_screen(module: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert [f"{f.name}: {_code_lines(f)} lines" for f in functions if _code_lines(f) > FUNCTION_LINES] == []


@pytest.mark.parametrize("module", [m for m in MODULES if m.name == "__init__.py"], ids=_name)
def test_a_package_holds_one_docstring_and_nothing_else(module: Path) -> None:
    (only,) = ast.parse(module.read_text(encoding="utf-8")).body

    assert isinstance(only, ast.Expr)
    assert isinstance(only.value, ast.Constant)


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_every_module_says_which_question_it_answers(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


def test_any_exception_is_caught_at_the_two_walls_only() -> None:
    catching = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Name) and node.type.id == "Exception":
                catching.add(_name(module))

    # workers.py carries what a job raised from the process to its caller, and swallows nothing.
    assert catching == WALLS | {"monitor/workers.py"}


def test_no_folder_shadows_the_package_alembic() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()
