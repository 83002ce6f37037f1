"""A chart in words: what stands out, and what is hidden."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .data import number

_NAMED = 3  # of those that share a place


def summary(data, kind="columns"):
    """data in words as that kind of chart shows it: columns, bars, stacks, lines, multiples, heat."""
    return " ".join([*points(data, kind), *hidden(data, kind)])


def points(data, kind):
    """What stands out: one text, or one for each series or label."""
    if data.is_empty():
        return [_("There is nothing to show.")]
    if not data.shown:
        return [_("Every value is hidden.")]
    return _POINTS[kind](data)


def every_value(data):
    """All values in words, for where no table stands beside the picture."""
    if len(data.series) == 1:
        return _listed(data, data.series[0]) + "."
    return " ".join(f"{series.name}: {_listed(data, series)}." for series in data.series)


def _listed(data, series):
    return "; ".join(f"{label} {data.short(value)}" for label, value in zip(data.labels, series.values, strict=True))


def _columns(data):
    return [_course(data, data.series[0])]


def _lines(data):
    if len(data.series) == 1:
        return _columns(data)
    told = [(series.name, _course(data, series)) for series in data.series]
    return [f"{name} – {text}" for name, text in told if text]


def _course(data, series):
    """How a series ends, and where it was highest and lowest."""
    shown = [n for n, value in enumerate(series.values) if value is not None]
    return " ".join([_last(data, series.values, shown[-1]), *_extremes(_named(data, series), data)]) if shown else ""


def _last(data, values, n):
    told = f"{data.labels[n]}: {data.unit.counted(values[n])}"
    if n and values[n - 1] is not None:
        told += f", {data.unit.change(values[n] - values[n - 1], data.labels[n - 1])}"
    return told + "."


def _named(data, series):
    """[(name, value)] of what a series shows."""
    return [(str(name), value) for name, value in zip(data.labels, series.values, strict=True) if value is not None]


def _extremes(named, data):
    values = [value for _name, value in named]
    if len(values) < 2:
        return []
    if min(values) == max(values):
        return [_("All values shown are equal.")]
    extremes = [
        (_("Highest: %(names)s (%(value)s)."), max(values)),
        (_("Lowest: %(names)s (%(value)s)."), min(values)),
    ]
    return [
        text % {"names": _names([name for name, value in named if value == end]), "value": data.unit.counted(end)}
        for text, end in extremes
    ]


def _names(names):
    """Up to three names, and how many there are besides."""
    if len(names) > _NAMED:
        left = len(names) - _NAMED
        names = [*names[:_NAMED], ngettext("%(count)s more", "%(count)s more", left) % {"count": number(left)}]
    return get_text_list([str(name) for name in names], _("and"))


def _bars(data):
    named = _named(data, data.series[0])
    text = _("Highest: %(names)s.") % {"names": _first_three(data, named)}
    return [" ".join([text, *_extremes(named, data)[1:]]) if len(named) > 3 else text]


def _first_three(data, named):
    firsts = sorted(named, key=lambda pair: -pair[1])[:3]
    return get_text_list([f"{name} ({data.unit.counted(value)})" for name, value in firsts], _("and"))


def _stacks(data):
    return [_largest_share(data, n, label) for n, label in enumerate(data.labels)]


def _largest_share(data, n, label):
    values = [series.values[n] for series in data.series]
    shown = [(value, series.name) for value, series in zip(values, data.series, strict=True) if value is not None]
    if not any(value for value, _name in shown):
        return _("%(label)s: no value above zero is shown.") % {"label": label}
    value, name = max(shown, key=lambda pair: pair[0])
    texts = {"label": label, "name": name, "value": data.unit.counted(value)}
    if None in values:
        return _("%(label)s: the largest value shown is “%(name)s” (%(value)s).") % texts
    texts |= {"share": f"{number(100 * value / sum(values))}%", "total": number(sum(values)), "part": number(value)}
    return _("%(label)s: the largest share is “%(name)s”, %(share)s (%(part)s of %(total)s).") % texts


def _multiples(data):
    named = [(f"{series.name}, {name}", value) for series in data.series for name, value in _named(data, series)]
    last = [(series.name, series.values[-1]) for series in data.series if series.values[-1] is not None]
    texts = _extremes(named, data)[:1]
    if last:
        names = {"label": data.labels[-1], "names": _first_three(data, last)}
        texts.append(_("%(label)s, the highest: %(names)s.") % names)
    return [" ".join(texts)]


def _heat(data):
    named = [(f"{name} {series.name}", value) for series in data.series for name, value in _named(data, series)]
    return [" ".join(_extremes(named, data))]


def hidden(data, kind):
    """[what is hidden, by name; neighbours in time are joined], or []."""
    if not data.has_hidden:
        return []
    joined = kind not in ("bars", "stacks")
    told = [(series.name, _hidden_labels(data.labels, series.values, joined)) for series in data.series]
    several = len(data.series) > 1
    names = "; ".join(f"{name}: {labels}" if several else labels for name, labels in told if labels)
    return [_("Hidden, for the protection of persons: %(names)s.") % {"names": names}]


def _hidden_labels(labels, values, joined):
    spans = []
    for n, value in enumerate(values):
        if value is None and joined and spans and spans[-1][-1] == n - 1:
            spans[-1].append(n)
        elif value is None:
            spans.append([n])
    named = []
    for span in spans:
        ends = [str(labels[span[0]]), str(labels[span[-1]])]
        named.append("–".join(ends) if len(span) > 2 else ", ".join(ends[: len(span)]))
    return ", ".join(named)


_POINTS = {
    "columns": _columns,
    "bars": _bars,
    "stacks": _stacks,
    "lines": _lines,
    "multiples": _multiples,
    "heat": _heat,
}
