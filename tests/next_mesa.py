"""The Mesa face under the Mesa that comes next, while the environment has the one that is.

    python -m tests.next_mesa

That version is put into a temporary folder, first on the path, and the tests of whatever is a Mesa model run with it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

NEXT = "mesa==4.0.0a0"
ROOT = Path(__file__).parent.parent
TESTS = ("tests/test_model.py", "tests/test_plain_mesa.py")


def main() -> int:
    """Install it, show that it is what is imported, and run the tests."""
    with tempfile.TemporaryDirectory() as folder:
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, NEXT]
        subprocess.run(install, check=True)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([folder, str(ROOT)])}
        found = [sys.executable, "-c", "import mesa; print(f'mesa=={mesa.__version__}')"]
        if (there := subprocess.check_output(found, env=environment, text=True).strip()) != NEXT:
            raise SystemExit(f"got {there}, allowed: {NEXT}")
        return subprocess.call([sys.executable, "-m", "pytest", "-q", *TESTS], cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main())
