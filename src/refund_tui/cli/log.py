"""`log`: say what happened, and list what can be said."""

from __future__ import annotations

from argparse import Namespace

from refund_tui import labels
from refund_tui.cli import exits
from refund_tui.cli.changed import print_changed
from refund_tui.cli.commands import Context
from refund_tui.cli.out import print_json, print_text, when
from refund_tui.cli.pairs import pairs
from refund_tui.cli.report import say
from refund_tui.domain.events import EVENTS, EventSpec
from refund_tui.errors import Refused, UsageProblem
from refund_tui.form_words import remark_lines
from refund_tui.i18n import _
from refund_tui.service import Preview
from refund_tui.views import CaseView


def run(context: Context, options: Namespace) -> int:
    """Log an event, after saying what should be known about it; or list the events."""
    if options.events:
        return _print_events(as_json=options.json)
    if options.id is None or options.event is None:
        raise UsageProblem("log needs a case and an event: log ID EVENT; see log --events")
    typed = pairs(options.fields)
    if options.text is not None:
        if "text" in typed:
            raise Refused("{name} is given twice", name="text")
        typed["text"] = options.text
    service = context.service()
    view = service.case(options.id)
    preview = service.preview(view, options.event, typed, options.at, options.force)
    _talk(preview, view)
    after = service.log(options.id, options.event, typed, options.at, options.force)
    at = when(after.events[-1].occurred_at, after.case.zone)
    say(_("{event}: {at}").format(event=_(labels.EVENTS[options.event]), at=at))
    return print_changed(after, as_json=options.json)


def _talk(preview: Preview, view: CaseView) -> None:
    for code in preview.warnings:
        say(_(labels.WARNINGS[code]))
    for line in remark_lines(preview.remarks, view):
        say(line)


def _print_events(*, as_json: bool) -> int:
    specs = [spec for spec in EVENTS.values() if spec.loggable]
    if as_json:
        print_json([_spec_json(spec) for spec in specs])
        return exits.DONE
    for spec in specs:
        fields = " ".join(f"{field.name}=…" if field.required else f"[{field.name}=…]" for field in spec.fields)
        print_text((f"{spec.kind}  {_(labels.EVENTS[spec.kind])}", f"    {fields}", "    " + ", ".join(spec.stages)))
    return exits.DONE


def _spec_json(spec: EventSpec) -> dict[str, object]:
    return {
        "event": spec.kind,
        "title": _(labels.EVENTS[spec.kind]),
        "who": spec.actor,
        "stages": list(spec.stages),
        "lane": spec.lane,
        "lane_from": list(spec.lane_from),
        "fields": [
            {"name": field.name, "type": field.type, "choices": list(field.choices), "required": field.required}
            for field in spec.fields
        ],
    }
