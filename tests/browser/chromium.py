"""The Chromium of this machine: found, or installed where that is possible."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "no Chromium was found; install it (Debian: apt install chromium) or name it with CHROMIUM=/where/it/is"
)
# What Playwright leaves out, and two pages that Chromium would open with every window of ours: those below the field for
# addresses, which nobody sees. To read them takes longer than any page of the portal.
WITHOUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
FLAGS = (
    "--no-sandbox",  # root and most containers have no sandbox; the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(WITHOUT)}",
)


def find() -> str:
    """The path of a Chromium, or nothing. CHROMIUM in the environment names one."""
    if given := os.environ.get("CHROMIUM"):
        return given if Path(given).is_file() else ""
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def install() -> bool:
    """As root on Debian or Ubuntu, installs Chromium; says so, because it changes the machine."""
    apt = shutil.which("apt-get")
    if os.geteuid() or not apt or os.environ.get("CHROMIUM"):
        return False
    print("!! No Chromium here. Installing it now: apt-get install chromium", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "chromium"]):
        subprocess.run([apt, *arguments], env=environment, check=False)
    return bool(find())
