"""How wide a text will be, so that places can be found for labels without a browser.

Advance widths of Plus Jakarta Sans in hundredths of an em, the wider of the weights 500 and 700; digits as in tables.
"""

_WIDTHS = {
    18: " ",
    25: "ijl",
    31: "I!'[]|",
    38: "(),./:;r1°",
    41: "ftJ`",
    50: '*"sz',
    57: "LTvxyZF?kc",
    61: "aehnuE_-+<=>^~",
    67: "ABbdgopqKPRSXYV–−×0234567890",
    74: "DHNU…",
    88: "CGMOQ&w",
    102: "Wm#%@",
}
_HUNDREDTHS = {character: width for width, characters in _WIDTHS.items() for character in characters}
_UNKNOWN = 70


def text_width(text, size):
    return sum(_HUNDREDTHS.get(character, _UNKNOWN) for character in text) * size / 100


def cut(text, size, width):
    """text, shortened to end with … where it is wider than width."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip(" ,.-–(/") + "…"


def wrap(text, size, width, lines):
    """At most so many lines of at most that width; what is left over is cut from the last one."""
    words, found = str(text).split(), []
    while words and len(found) < lines - 1:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size) <= width:
            line += " " + words.pop(0)
        found.append(cut(line, size, width))
    if words:
        found.append(cut(" ".join(words), size, width))
    return found
