"""Sets one certificate: JSON comes in, a PDF goes out. A process of its own, see `paper`.

The typesetter keeps what it has set before (0.2 MB for each certificate), so a process that lives on would grow.
"""

import pathlib
import sys

import typst


def main():
    folder = pathlib.Path(__file__).parent
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder / "fonts")])
    pdf = typst.compile(
        (folder / "certificate.typ").read_bytes(),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
        pdf_standards=["ua-1"],
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
