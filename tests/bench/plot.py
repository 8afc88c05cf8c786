# SPDX-License-Identifier: GPL-3.0-or-later
"""Small log-log plots as SVG, one panel per quantity, and the exponents that straight lines in them have."""
import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 260, 58, 14, 34, 44
COLOURS = ("#2a6fdb", "#d9730d", "#2e8b57", "#8c4bc2")


def exponent(points):
    """Slope of log y over log x by least squares, over the upper half of the points: where a curve is heading."""
    points = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    points = points[-max(3, (len(points) + 1) // 2):]
    if len(points) < 2:
        return None
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else None


def number(value):
    for limit, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:.3g}{unit}"
    return f"{value:.3g}"


def ticks(low, high):
    """1, 2, 5 of each decade between, at most six."""
    all_ticks = [base * 10.0 ** power for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1) for base in (1, 2, 5)]
    inside = [tick for tick in all_ticks if low * 0.999 <= tick <= high * 1.001]
    if len(inside) > 6:
        inside = [tick for tick in inside if f"{tick:e}"[0] == "1"]
    while len(inside) > 6:
        inside = inside[::2]
    return inside if len(inside) >= 2 else [low, high]


def panel(left, title, x_label, series):
    xs = [x for points in series.values() for x, _ in points]
    ys = [y for points in series.values() for _, y in points]
    x0, x1 = min(xs), max(xs)
    # A flat curve shall look flat: at least a decade is shown.
    y0, y1 = min(ys) / 1.3, max(max(ys) * 1.3, min(ys) * 10)

    def px(x):
        return left + LEFT + (math.log(x / x0) / math.log(x1 / x0) if x1 > x0 else 0.5) * (WIDTH - LEFT - RIGHT)

    def py(y):
        return HEIGHT - BOTTOM - math.log(y / y0) / math.log(y1 / y0) * (HEIGHT - TOP - BOTTOM)

    out = [f'<text x="{left + LEFT}" y="18" font-weight="bold">{title}</text>',
           f'<path d="M{left + LEFT} {TOP}V{HEIGHT - BOTTOM}H{left + WIDTH - RIGHT}" fill="none" stroke="#888"/>',
           f'<text x="{left + (LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">{x_label}</text>']
    for tick in ticks(x0, x1):
        out.append(f'<text x="{px(tick):.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle" fill="#555">{number(tick)}</text>')
    for tick in ticks(y0, y1):
        out.append(f'<path d="M{left + LEFT} {py(tick):.1f}H{left + WIDTH - RIGHT}" stroke="#eee"/>')
        out.append(f'<text x="{left + LEFT - 6}" y="{py(tick) + 4:.1f}" text-anchor="end" fill="#555">{number(tick)}</text>')
    for index, (name, points) in enumerate(series.items()):
        colour, line = COLOURS[index % len(COLOURS)], " ".join(f"{px(x):.1f},{py(y):.1f}" for x, y in points)
        out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{px(x):.1f}" cy="{py(y):.1f}" r="2.5" fill="{colour}"/>' for x, y in points]
        out.append(f'<text x="{left + LEFT + 8}" y="{TOP + 12 + 15 * index}" fill="{colour}">{name}</text>')
    return out


def svg(x_label, panels):
    """panels: {title: {name of a line: [(x, y)]}}"""
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * len(panels)} {HEIGHT}" font-family="sans-serif" font-size="11">',
             f'<rect width="{WIDTH * len(panels)}" height="{HEIGHT}" fill="white"/>']
    for index, (title, series) in enumerate(panels.items()):
        lines += panel(index * WIDTH, title, x_label, series)
    return "\n".join(lines + ["</svg>"]) + "\n"
