"""Settings about looking whether links still work; ``settings.py`` reads the environment with them."""

from typing import Any

USUAL_PAUSE, LONGEST_PAUSE = 2, 10  # seconds; the worker waits them out, and mails wait with it
WORDS = {"": False, "0": False, "false": False, "no": False, "off": False}
WORDS |= {"1": True, "true": True, "yes": True, "on": True}


def link_check(env: Any, problems: list[str]) -> dict[str, Any]:
    """Whether other sites are asked at all (LINK_CHECK), and how many seconds one host is left alone (LINK_CHECK_PAUSE).

    ``inside`` lets addresses of this machine through. It is for tests, and cannot be set from outside.
    """
    word = env.str("LINK_CHECK", default="").strip().lower()
    if word not in WORDS:
        problems.append(f"LINK_CHECK must be 0 or 1, not {word!r}")
    pause = env.str("LINK_CHECK_PAUSE", default="").strip() or str(USUAL_PAUSE)
    sound = pause.isascii() and pause.isdigit() and 1 <= int(pause[:9]) <= LONGEST_PAUSE
    if not sound:
        problems.append(f"LINK_CHECK_PAUSE must be a whole number from 1 to {LONGEST_PAUSE}")
    return {
        "on": WORDS.get(word, False),
        "pause": int(pause) if sound else USUAL_PAUSE,
        "inside": False,
    }
