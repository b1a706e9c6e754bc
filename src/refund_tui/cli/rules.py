"""`rules`: the playbooks, their rules and sources; and the check of a user's own file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from refund_tui import labels
from refund_tui.cli import exits
from refund_tui.cli.commands import Context
from refund_tui.cli.out import print_json, print_text
from refund_tui.domain.playbook import DeadlineRule, Playbook, localized
from refund_tui.errors import Refused, UsageProblem
from refund_tui.i18n import _, language
from refund_tui.rules.letter_files import check_letters, holds_letters
from refund_tui.rules.loader import check_file, to_json
from refund_tui.values import citation, source_line

SHOWN = 3
"""Problems of a rule file that fit a line; the next check shows the next ones."""


def run(context: Context, options: Namespace) -> int:
    """List playbooks, show a playbook or a rule, or check a file."""
    if options.action == "check":
        return _check(options.what)
    book = context.service(reading=True).rules
    if options.action == "list":
        return _list(tuple(book.playbooks.values()), as_json=options.json)
    if options.what is None:
        raise UsageProblem("rules show needs the id of a playbook or of a rule; see rules list")
    return _show(tuple(book.playbooks.values()), options.what, as_json=options.json)


def _check(name: str | None) -> int:
    if name is None:
        raise UsageProblem("rules check needs a file")
    path = Path(name)
    problems = check_letters(path) if holds_letters(path) else check_file(path)
    if problems:
        more = len(problems) - SHOWN
        first = "; ".join(problems[:SHOWN])
        if more > 0:
            raise Refused("{problems}; and {more} more", problems=first, more=more)
        raise Refused("{problems}", problems=first)
    print_text((_("{file}: all is well").format(file=name),))
    return exits.DONE


def _list(playbooks: tuple[Playbook, ...], *, as_json: bool) -> int:
    if as_json:
        print_json([_playbook_json(playbook) for playbook in playbooks])
        return exits.DONE
    for playbook in playbooks:
        print_text((f"{playbook.ref}  {localized(playbook.title, language())}",))
        print_text(f"  {rule.id:7} {localized(rule.title, language())}" for rule in playbook.deadlines)
    return exits.DONE


def _playbook_json(playbook: Playbook) -> dict[str, object]:
    return {
        "id": playbook.id,
        "version": playbook.version,
        "title": localized(playbook.title, language()),
        "platforms": list(playbook.platforms),
        "scenarios": list(playbook.scenarios),
        "deadlines": [rule.id for rule in playbook.deadlines],
        "lanes": [lane.id for lane in playbook.lanes],
    }


def _show(playbooks: tuple[Playbook, ...], what: str, *, as_json: bool) -> int:
    whole = next((each for each in playbooks if what in (each.id, each.ref)), None)
    if whole is not None:
        if as_json:
            print(to_json(whole))
        else:
            print_text(line for rule in whole.deadlines for line in _rule_lines(rule, whole))
        return exits.DONE
    found = [(each, rule) for each in playbooks if (rule := each.rule(what)) is not None]
    if not found:
        raise Refused("{id} is neither a playbook nor a rule; see rules list", id=what)
    if as_json:
        print_json([_rule_json(rule, playbook) for playbook, rule in found])
        return exits.DONE
    unlike: list[DeadlineRule] = []
    for playbook, rule in found:
        if rule not in unlike:
            unlike.append(rule)
            print_text(_rule_lines(rule, playbook))
    return exits.DONE


def _rule_lines(rule: DeadlineRule, playbook: Playbook) -> Iterator[str]:
    yield f"{rule.id}  {localized(rule.title, language())}  ({playbook.ref})"
    who = _(labels.PARTIES[rule.who])
    yield f"  {who} · {rule.amount} {rule.unit} · " + ", ".join(rule.anchors)
    yield "  " + _("then: {expiry}").format(expiry=localized(rule.on_expiry, language()))
    yield f"  {source_line(rule.source)}: {citation(rule.source, playbook)}"


def _rule_json(rule: DeadlineRule, playbook: Playbook) -> dict[str, object]:
    return {
        "id": rule.id,
        "playbook": playbook.ref,
        "title": localized(rule.title, language()),
        "who": rule.who,
        "amount": rule.amount,
        "unit": rule.unit,
        "anchors": list(rule.anchors),
        "met_by": list(rule.met_by),
        "voided_by": list(rule.voided_by),
        "when": [{name: list(values) for name, values in condition.items()} for condition in rule.when],
        "on_expiry": localized(rule.on_expiry, language()),
        "severity": rule.severity,
        "source": rule.source.ref,
        "source_text": playbook.citation(rule.source.ref, language()),
        "as_of": rule.source.as_of,
        "confidence": rule.source.confidence,
    }
