"""`evidence`: keep files as exhibits of a case, list and describe them, look whether they are whole."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from refund_tui import attaching
from refund_tui.attaching import Progress
from refund_tui.case_text import exhibit_line
from refund_tui.cli import exits
from refund_tui.cli.case_json import exhibit_json
from refund_tui.cli.commands import Context
from refund_tui.cli.out import print_json, print_text
from refund_tui.cli.progress import on_terminal
from refund_tui.cli.report import report, say
from refund_tui.domain.exhibits import Exhibit
from refund_tui.errors import Problem
from refund_tui.evidence_words import completeness, remark
from refund_tui.i18n import _
from refund_tui.paths import display
from refund_tui.service import Service
from refund_tui.values import exhibit_name, file_size
from refund_tui.views import CaseView
from refund_tui.wording import sentence


def run(context: Context, options: Namespace) -> int:
    """Do what the action says."""
    actions: dict[str, Callable[[Service, Namespace], int]] = {
        "add": _add,
        "describe": _describe,
        "drop": _drop,
        "list": _list,
        "verify": _verify,
    }
    reading = options.action in ("list", "verify")
    return actions[options.action](context.service(reading=reading), options)


def _json(exhibit: Exhibit, view: CaseView, service: Service) -> dict[str, Any]:
    return {**exhibit_json(exhibit, view.case.zone), "path": str(attaching.path(service, exhibit))}


def _add(service: Service, options: Namespace) -> int:
    """Keep each file by itself: one that is refused stops no other."""
    code, told = exits.DONE, list[dict[str, Any]]()
    for file in options.files:
        given = display(file)
        try:
            done = attaching.attach(service, options.id, Path(file), options.slot, options.shows, _progress(given))
        except Problem as problem:
            code = max(code, report(problem))
            told.append({"file": given, "problem": sentence(problem), "exhibit": None, "remarks": []})
            continue
        for each in done.remarks:
            say(_("{file}: {remark}").format(file=given, remark=remark(each, done.exhibit, done.view)))
        exhibit = _json(done.exhibit, done.view, service)
        told.append({"file": given, "problem": None, "exhibit": exhibit, "remarks": list(done.remarks)})
        if not options.json:
            print_text((exhibit_line(done.exhibit, done.view),))
    if options.json:
        print_json(told)
    return code


def _progress(file: str) -> Progress | None:
    """Give what says how far a large file is."""
    template = _("{done} of {size}, copied and read back: {file}")
    return on_terminal(
        lambda done, total: template.format(file=file, done=file_size(done // 2), size=file_size(total // 2))
    )


def _describe(service: Service, options: Namespace) -> int:
    typed = {name: given for name in ("slot", "shows") if (given := getattr(options, name)) is not None}
    view = attaching.describe(service, options.id, options.number, typed)
    exhibit = attaching.known_exhibit(view, options.number)
    if options.json:
        print_json(_json(exhibit, view, service))
    else:
        print_text((exhibit_line(exhibit, view),))
    return exits.DONE


def _drop(service: Service, options: Namespace) -> int:
    exhibit = attaching.known_exhibit(service.case(options.id), options.number)
    view = attaching.drop(service, options.id, options.number)
    if options.json:
        print_json(_json(exhibit, view, service))
    words = _("{exhibit} is off the list; its file stays: {path}")
    say(words.format(exhibit=exhibit_name(exhibit.number), path=attaching.path(service, exhibit)))
    return exits.DONE


def _list(service: Service, options: Namespace) -> int:
    view = service.case(options.id)
    if options.json:
        print_json([_json(each, view, service) for each in view.exhibits])
        return exits.DONE
    for each in view.exhibits:
        print_text((exhibit_line(each, view), f"    {attaching.path(service, each)}"))
    say(completeness(view.checklist))
    return exits.DONE


def _verify(service: Service, options: Namespace) -> int:
    from refund_tui.verifying import means, remedy, verify

    verified = verify(service, options.id)
    found = []
    for each in verified.findings:
        found.append(
            {
                "trouble": each.trouble,
                "path": str(each.path),
                "exhibits": [{"case": case, "number": number} for case, number in each.cited],
                "means": means(each),
                "command": remedy(each, service.path),
            }
        )
        if not options.json:
            print_text((str(each.path), f"    {means(each)}", f"    $ {remedy(each, service.path)}"))
    if options.json:
        print_json({"files": verified.looked_at, "findings": found})
    words = _("{files} evidence files looked at, {findings} findings; nothing was changed.")
    say(words.format(files=verified.looked_at, findings=len(found)))
    return exits.FINDING if found else exits.DONE
