"""The start of the command: `jobparse FILE…` at once, everything else by way of its options (`commands.py`).

In: the command line. Out: what the command writes, and its exit status. Most runs name files and nothing else; to load the machinery that reads
options would take such a run longer than its parse.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence

from jobparse.inputs import table_kind
from jobparse.model import JobparseError
from jobparse.running import INTERRUPTED, OK, UNUSABLE, Journeys, complain, rules_in_force, write_postings


def main() -> None:
    """The entry point: every way to end, each quiet, with its status, and at once."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  closed: nobody reads what is written
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass", newline="\n")
    try:
        status = _run(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = INTERRUPTED
    except SystemExit:  # how rich ends when nobody reads on
        status = OK
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = OK
    except OSError as error:  # a full disk: inputs and output files have had their say
        complain(f"{error.filename or 'the output'}: cannot be written: {(error.strerror or str(error)).lower()}")
        status = UNUSABLE
    except JobparseError as error:
        complain(str(error))
        status = UNUSABLE
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(status)  # all is written; to take the rules apart, one small thing after the other, would take longer than the run


def _run(arguments: Sequence[str]) -> int:
    if not is_plain(arguments):
        from jobparse import commands  # with the machinery for options

        return commands.run()
    with rules_in_force(()) as rules:
        journeys = Journeys(rules, arguments)
        write_postings(journeys, None, sys.stdout)
    return journeys.status


def is_plain(arguments: Sequence[str]) -> bool:
    """Whether a command line only names files that are one posting each: no option, no command, no folder, no table.

    A command has no point in its name, so a file with one is none.

    >>> is_plain([__file__]), is_plain(["clean", __file__]), is_plain([__file__, "--format=text"]), is_plain([])
    (True, False, False, False)
    """
    return bool(arguments) and all(
        "." in argument and argument[0] != "-" and os.path.isfile(argument) and not table_kind(argument) for argument in arguments
    )
