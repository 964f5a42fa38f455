"""A first visit in a real browser: what is transferred, and whether anything moves; and Lighthouse's opinion."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from civicevents.testing_browser import ADD_UP_SHIFTS, CHROMIUM_OPTIONS, DESKTOP, PHONE

NO_BROWSER = "No Chromium found (CHROMIUM names one): first visits are not measured."
NO_LIGHTHOUSE = "Lighthouse is not installed (npm install lighthouse in an empty folder, named by LIGHTHOUSE=folder)."
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def chromium():
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


def first_visits(found, portal, addresses, *, judged):
    """Bytes on the wire (headers included), requests and layout shift, without the pictures that organisers upload."""
    if chromium() is None:
        found.note(NO_BROWSER)
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
        for name, path in addresses.items():
            for device, size in (("desktop", DESKTOP), ("phone", PHONE)):
                values = _visit(browser, f"http://127.0.0.1:{portal.port}{path}", size)
                limits = {"bytes": ("<=", 100_000), "requests": ("<=", 7), "shift": ("<=", 0.001)}
                found.add("First visit", f"{name}, {device}", values, **(limits if name in judged else {}))
        browser.close()


def _visit(browser, address, size):
    context = browser.new_context(viewport=size)
    page = context.new_page()
    wire, asked, sizes = context.new_cdp_session(page), {}, {}
    wire.send("Network.enable")
    wire.on("Network.requestWillBeSent", lambda event: asked.setdefault(event["requestId"], event["request"]["url"]))
    wire.on("Network.loadingFinished", lambda event: sizes.setdefault(event["requestId"], event["encodedDataLength"]))
    page.add_init_script(ADD_UP_SHIFTS)
    page.goto(address, wait_until="networkidle")
    counted = {key: number for key, number in sizes.items() if "/pictures/" not in asked.get(key, "")}
    values = {"requests": len(counted), "bytes": sum(counted.values()), "shift": page.evaluate("window.shift")}
    context.close()
    return values


def lighthouse(found, portal, addresses):
    program = Path(os.environ.get("LIGHTHOUSE", ""), "node_modules", ".bin", "lighthouse")
    program = program if program.exists() else shutil.which("lighthouse")
    if program is None or chromium() is None:
        found.note(NO_LIGHTHOUSE)
        return
    for name, path in addresses.items():
        try:
            values, faults = _judged(program, f"http://127.0.0.1:{portal.port}{path}")
        except subprocess.CalledProcessError as error:
            *_others, reason = error.stderr.decode().strip().split("\n")
            found.note(f"Lighthouse on {name}: {reason}")
            continue
        goals = dict.fromkeys(values, ("==", 100))
        found.add("Lighthouse, phone", name, values, **goals)
        for fault in faults:
            found.note(f"Lighthouse on {name}: {fault}")


def _judged(program, address, attempts=3):
    """Points by category, and sentences on what keeps them from 100. It loses its browser now and then."""
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        file = Path(folder, "report.json")
        flags = f"--headless=new --user-data-dir={folder}/profile {' '.join(CHROMIUM_OPTIONS)}"
        command = [program, address, "--quiet", "--output=json", f"--output-path={file}", f"--chrome-flags={flags}"]
        command.append(f"--only-categories={','.join(CATEGORIES)}")
        environment = os.environ | {"CHROME_PATH": chromium(), "HOME": folder}
        done = subprocess.run(command, env=environment, check=False, timeout=180, capture_output=True)
        if done.returncode and attempts > 1:
            return _judged(program, address, attempts - 1)
        done.check_returncode()
        report = json.loads(file.read_text())
    values = {name: 100 * (report["categories"][name]["score"] or 0) for name in CATEGORIES}
    faults = []
    for name in CATEGORIES:
        for part in report["categories"][name]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                faults.append(f"{name}: {audit['title']} ({audit.get('displayValue', audit['score'])})")
    return values, faults
