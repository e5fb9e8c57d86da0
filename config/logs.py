"""One line of the log for each thing that is said, whatever names and addresses are in it."""

import logging
import re

#: All that ends a line somewhere, or speaks to a terminal.
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


def _escaped(text: str) -> str:
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class LineFormatter(logging.Formatter):
    """What was said on one line. A traceback follows on lines that are indented, so that none looks like the next."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        record.message = _escaped(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:  # noqa: N802
        return "\n".join(
            f"    {_escaped(line)}"
            for line in super().formatException(ei).split("\n")  # type: ignore[arg-type]
        )
