"""
Packs the wheels of a folder into a zip file, whose bytes depend on their names and contents only.

Usage: archive.py FOLDER ARCHIVE
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

#: The first moment that a zip file can state.
NO_TIME = (1980, 1, 1, 0, 0, 0)
#: A regular file that everybody may read.
READABLE = 0o100644 << 16
UNIX = 3


def pack(folder: Path, archive: Path) -> None:
    """Write each wheel at the root of the archive, in the order of the names, and do not compress it again."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for wheel in sorted(folder.glob("*.whl"), key=lambda path: path.name):
            entry = zipfile.ZipInfo(wheel.name, NO_TIME)
            entry.create_system = UNIX
            entry.external_attr = READABLE
            packed.writestr(entry, wheel.read_bytes())


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]))
