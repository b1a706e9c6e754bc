"""No text reaches a widget that reads markup unless it was made safe: checked in the source of the screen.

Textual takes a plain string for markup nearly everywhere, so what a user typed could crash the program or run
an action. Every such place must be given `Content` from `tui.safe`, or be told `markup=False`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

TUI = Path(__file__).parents[2] / "src" / "refund_tui" / "tui"

CALLS = {
    **dict.fromkeys(("Static", "Label", "Button", "Option", "Checkbox", "RadioButton", "Tab", "TabPane"), 0),
    **dict.fromkeys(("Selection", "Placeholder", "Tooltip"), 0),
    **dict.fromkeys(("update", "notify", "add_option"), 0),
    "replace_option_prompt_at_index": 1,
}
"""What reads markup, and which argument holds the text."""
NAMED = ("content", "label", "prompt", "message", "title", "placeholder")
ATTRIBUTES = ("border_title", "border_subtitle", "tooltip", "label")
MAKERS = ("text", "line", "lines", "row")
NO_MARKUP = ("TextArea", "Input", "Select")
"""Their placeholders and prompts are shown as they are, or are our own sentences (fault-catalogue 2.C)."""


@dataclass
class Known:
    """What is known to be Content: names of functions that give it, and names bound to it."""

    functions: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


def _is_content(annotation: ast.expr | None) -> bool:
    return annotation is not None and ast.unparse(annotation).strip("'\"") in (
        "Content",
        "safe.Content",
        "Content | None",
    )


def _named(target: ast.expr) -> str | None:
    """What a binding is known by: a name, or an attribute of `self` written out."""
    return ast.unparse(target) if isinstance(target, ast.Name | ast.Attribute) else None


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        yield from zip(target.elts, value.elts, strict=True)
    else:
        yield target, value


def _bound(tree: ast.AST) -> Iterator[tuple[str, ast.expr | None, ast.expr | None]]:
    """What a tree binds, each with its annotation and its value, where they have one."""
    for node in ast.walk(tree):
        match node:
            case ast.arg():
                yield node.arg, node.annotation, None
            case ast.AnnAssign() if name := _named(node.target):
                yield name, node.annotation, node.value
            case ast.Assign():
                for target, part in (pair for each in node.targets for pair in _pairs(each, node.value)):
                    if name := _named(target):
                        yield name, None, part


def _safe(node: ast.expr, known: Known) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="safe"), attr=attr)):
            return attr in MAKERS
        case ast.Call(func=ast.Name(id="Content"), args=[ast.Constant()]):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="Content")), attr="join")):
            return True
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name in known.functions
        case ast.Name() | ast.Attribute():
            return ast.unparse(node) in known.names
        case ast.IfExp(body=body, orelse=orelse):
            return _safe(body, known) and _safe(orelse, known)
        case ast.Constant(value=value):
            return value in ("", None)
        case ast.NamedExpr(value=value):
            return _safe(value, known)
    return False


def _unmarked(call: ast.Call) -> bool:
    return any(
        each.arg == "markup" and isinstance(each.value, ast.Constant) and each.value.value is False
        for each in call.keywords
    )


def _texts(call: ast.Call, name: str) -> Iterator[ast.expr]:
    if name in CALLS:
        yield from call.args[CALLS[name] : CALLS[name] + 1]
    if name[:1].isupper() and name not in NO_MARKUP and name in CALLS:
        yield from (each.value for each in call.keywords if each.arg in NAMED)


def _sinks(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """Every expression that Textual would read as markup, with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
                if not _unmarked(node):
                    yield from ((node.lineno, text) for text in _texts(node, name))
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES:
                        yield node.lineno, value


def _functions(trees: Iterable[ast.AST]) -> set[str]:
    return {
        node.name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_content(node.returns)
    }


def _content_names(scope: ast.AST, known: Known) -> set[str]:
    """The names that are Content wherever the scope binds them, by their annotation or by their value."""
    bound = list(_bound(scope))
    annotated = {name for name, annotation, _value in bound if _is_content(annotation)}
    by_value = {name for name, _annotation, value in bound if value is not None and _safe(value, known)}
    doubtful = {name for name, _annotation, value in bound if value is not None and not _safe(value, known)}
    return annotated | (by_value - doubtful)


def violations(source: str, functions: set[str]) -> list[int]:
    """The lines of a module where text that may hold markup reaches a widget."""
    tree = ast.parse(source)
    known = Known(functions | _functions([tree]))
    scopes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    # Two rounds: a name may be bound to another, and an attribute in another method.
    for _round in range(2):
        attributes = {name for name in known.names if name.startswith("self.")}
        found: list[int] = []
        for scope in scopes:
            for _again in range(2):
                known.names = attributes | _content_names(scope, Known(known.functions, known.names | attributes))
            attributes |= {name for name in known.names if name.startswith("self.")}
            found += [line for line, text in _sinks(scope) if not _safe(text, known)]
        known.names = attributes
    return sorted(set(found))


MODULES = sorted(TUI.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TUI)))
def test_what_a_widget_shows_was_made_safe(path: Path) -> None:
    functions = _functions(ast.parse(each.read_text("utf-8")) for each in MODULES)
    assert violations(path.read_text("utf-8"), functions) == []


@pytest.mark.parametrize(
    "planted",
    [
        'Static(f"[b]{case.merchant}[/b]")',
        "Label(case.merchant)",
        'yield Button("OK")',
        "Option(_('{n} cases').format(n=n))",
        "self.notify(say(problem))",
        "self.notify(say(problem), markup=True)",
        "self.query_one(Static).update(text)",
        "box.border_title = title",
        "box.tooltip = f'{title}'",
        "Static(content=case.item)",
        "Static(safe.line('x') if good else case.item)",
        "Static(Content.from_markup(case.item))",
        "words = safe.line('x')\n    words = case.item\n    Static(words)",
        "self._question = case.item\n    Static(self._question)",
        "self.query_one(OptionList).replace_option_prompt_at_index(0, case.item)",
    ],
)
def test_a_planted_violation_is_found(planted: str) -> None:
    assert violations(f"def compose(self, text, title, n):\n    {planted}\n", set())


@pytest.mark.parametrize(
    "fine",
    [
        "Static(safe.line(case.merchant))",
        "Static(id='empty')",
        "Static(Content(''))",
        "self.notify(say(problem), severity='error', markup=False)",
        "words: Content = parts[0]\n    Static(words)",
        "words = safe.text('x')\n    Static(words)",
        "Static(title(case))",
        "a, b = safe.line('x'), title(1)\n    Static(b)",
        "self._question = safe.line('x')\n    Static(self._question)",
        "Option(safe.row(safe.line('a'), safe.line('b')))",
    ],
)
def test_what_is_safe_is_let_through(fine: str) -> None:
    assert not violations(f"def title(case) -> Content: ...\ndef compose(self):\n    {fine}\n", {"title"})
