"""SVG to PNG. Drawn in a process of its own, so that no worker of the server carries the renderer or a large picture.

Run as a script it reads the SVG and writes the PNG; it imports nothing of the portal.
"""

import io
import subprocess
import sys
from pathlib import Path

ZOOM = 2  # pixels for each unit of the SVG
RENDERER = "resvg_py 0.5.0, 64 colours, Plus Jakarta Sans 500 and 700"
_FONTS = [str(Path(__file__).parent / "fonts" / f"plus-jakarta-sans-{weight}.ttf") for weight in (500, 700)]
_SECONDS = 30


def png(svg):
    """The picture's bytes; a CalledProcessError or TimeoutExpired where it cannot be drawn."""
    command = [sys.executable, "-I", __file__]
    return subprocess.run(command, input=svg.encode(), capture_output=True, check=True, timeout=_SECONDS).stdout  # noqa: S603  no word of it comes from outside


def _draw(svg):
    """In the portal's own typeface, asking the system for no other; a palette makes a third of the size."""
    import resvg_py
    from PIL import Image

    family = "Plus Jakarta Sans"
    fonts = {"font_files": _FONTS, "font_family": family, "sans_serif_family": family, "skip_system_fonts": True}
    picture = Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=svg, zoom=ZOOM, **fonts)))
    few_colours = picture.convert("RGB").quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    # Averages come out a shade beside what they stand for; paper is white.
    few_colours.putpalette([255 if share > 251 else share for share in few_colours.getpalette()])
    out = io.BytesIO()
    few_colours.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read().decode()))
