"""The program's entry: `status` goes its own short way, everything else through argparse."""

from __future__ import annotations

import os
import sys

from refund_tui.cli import exits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def script() -> None:
    """Run the command line of this process and end it."""
    code = entry()
    if "refund_tui.cli.commands" not in sys.modules or "refund_tui.tui.app" in sys.modules:
        # `status` holds nothing open; taking the interpreter down would cost it a tenth of its time. The screen may
        # have left a thread that works on what nobody waits for any more.
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)
    sys.exit(code)


def entry(arguments: list[str] | None = None) -> int:
    """Run one command line and give its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if sys.stdout is None or sys.stderr is None:  # closed by the caller: there is nobody to read
        sys.stdout, sys.stderr = (stream or _nowhere() for stream in (sys.stdout, sys.stderr))
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets a mark for it, not a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return _run(given)
    except KeyboardInterrupt:
        return exits.INTERRUPTED
    except BrokenPipeError:
        sys.stdout = _nowhere()  # whoever read us has enough
        return exits.DONE
    except OSError as error:
        sys.stdout = _nowhere()
        sys.stderr.write(f"refund-tui: {error.strerror}\n")
        return exits.USAGE
    except Exception as error:
        from refund_tui.cli.report import report

        return report(error)


def _nowhere() -> TextIO:
    return open(os.devnull, "w")


def _run(given: list[str]) -> int:
    from refund_tui.cli import status

    options = status.parse(given)
    bare = status.parse(given, command=None)
    if options is not None:
        code = status.run(options)
    elif bare is not None and bare.keys() <= {"--db", "--lang"}:
        from refund_tui.cli import screen

        code = screen.run(bare)
    else:
        from refund_tui.cli.commands import run

        code = run(given)
    sys.stdout.flush()
    return code
