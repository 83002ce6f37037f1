"""How wide a text will be, so that places can be found for labels without a browser.

Advance widths of Plus Jakarta Sans in hundredths of an em, the wider of the weights 500 and 700. Digits have
room for the wide typefaces that stand in for it in files.
"""

_WIDTHS = {
    18: " ",
    25: "ijl",
    31: "I!'[]|",
    38: "(),./:;r°",
    41: "ftJ`",
    50: '*"sz',
    57: "LTvxyZF?kc",
    61: "aehnuE_-+<=>^~",
    67: "ABbdgopqKPRSXYV–−×",
    70: "0123456789",
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
