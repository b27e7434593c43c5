"""What runs WebAssembly here: node, and a browser that can reach nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from base64 import b64encode
from pathlib import Path

from samenspel import onefile

SCRIPT = (onefile.FOLDER / "engine.js").read_text(encoding="utf-8")
PLAY_ALL = Path(__file__).with_name("play_all.js").read_text(encoding="utf-8")
IN_NODE = """
let given = "";
process.stdin.on("data", (part) => (given += part));
process.stdin.on("end", async () => process.stdout.write(JSON.stringify(await playAll(JSON.parse(given)))));
"""


def handed(plans: dict[str, dict], folder: Path = onefile.FOLDER) -> dict:
    """What a page has that can play these plans: modules, records and the plans."""
    records = onefile.description()["records"]
    themes = {str(plan["themes"]) for plan in plans.values()}
    modules = {count: b64encode(onefile.path(int(count), folder).read_bytes()).decode() for count in themes}
    return {"modules": modules, "records": records, "plans": plans}


def node() -> str | None:
    """Where node is."""
    return shutil.which("node") or shutil.which("nodejs")


def play_in_node(given: dict, folder: Path) -> dict:
    """Play all in node; the folder takes the script."""
    script = folder / "play.js"
    script.write_text(SCRIPT + PLAY_ALL + IN_NODE, encoding="utf-8")
    done = subprocess.run([node(), str(script)], input=json.dumps(given), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def play_in_browser(given: dict, browser) -> dict:
    """Play all in a browser, with the network off."""
    context = browser.new_context(offline=True)
    try:
        page = context.new_page()
        return page.evaluate(f"(given) => {{ {SCRIPT} {PLAY_ALL} return playAll(given); }}", given)
    finally:
        context.close()
