"""Draws tthc.ico: a sheet with a yellow head row and a red check mark, 16 to 256 pixels.

Usage: python3 scripts/windows/icon.py. Nothing but Python's own library; the drawing is in units of a sixteenth of the picture, so
that edges fall on whole pixels at the common sizes. Up to 48 pixels the pictures are bitmaps, as every Windows reads them;
above they are PNG.
"""

import math
import pathlib
import struct
import zlib

SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256]
SAMPLES = 6  # a side, for each pixel

EDGE = (44, 62, 92)
PAPER = (255, 255, 255)
FOLD = (203, 213, 227)
HEAD = (250, 196, 48)
LINE = (168, 180, 199)
CHECK = (200, 38, 44)

SHEET = [(2, 0), (10, 0), (14, 4), (14, 16), (2, 16)]
INNER = [(3, 1), (9.6, 1), (13, 4.4), (13, 15), (3, 15)]
CORNER = [(10, 0), (14, 4), (10, 4)]
STROKE = [(5, 10), (8, 13), (15, 5)]


def inside(point, polygon):
    """Whether a point lies in a polygon, by the parity of crossings."""
    x, y = point
    odd = False
    for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1]):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            odd = not odd
    return odd


def distance(point, line):
    """How far a point is from a chain of segments."""
    x, y = point
    best = math.inf
    for (ax, ay), (bx, by) in zip(line, line[1:]):
        along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
        along = min(1.0, max(0.0, along))
        best = min(best, math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)))
    return best


def colour(point):
    """The colour at a point, or None outside."""
    x, y = point
    away = distance(point, STROKE)
    if away <= 1.1:
        return CHECK
    if away <= 1.7:
        return PAPER
    if not inside(point, SHEET):
        return None
    if inside(point, CORNER):
        return EDGE if x < 10.8 or y > 3.2 or x - y > 9 else FOLD
    if not inside(point, INNER):
        return EDGE
    if 5 <= y < 8:
        return HEAD
    if 3 <= x < 13 and (10 <= y < 10.5 or 12.5 <= y < 13 or (y >= 8 and 6 <= x < 6.5)):
        return LINE
    return PAPER


def picture(size):
    """Rows of (red, green, blue, alpha)."""
    rows = []
    for row in range(size):
        pixels = []
        for column in range(size):
            found = []
            for sample in range(SAMPLES * SAMPLES):
                down, right = divmod(sample, SAMPLES)
                x = (column + (right + 0.5) / SAMPLES) * 16 / size
                y = (row + (down + 0.5) / SAMPLES) * 16 / size
                found.append(colour((x, y)))
            seen = [one for one in found if one]
            if seen:
                mean = [round(sum(one[part] for one in seen) / len(seen)) for part in range(3)]
                pixels.append((*mean, round(255 * len(seen) / len(found))))
            else:
                pixels.append((0, 0, 0, 0))
        rows.append(pixels)
    return rows


def bitmap(rows):
    """As in an icon: bottom row first, blue first, and an empty mask behind it."""
    size = len(rows)
    header = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 0, 0, 0, 0, 0)
    body = b"".join(struct.pack("4B", b, g, r, a) for row in reversed(rows) for r, g, b, a in row)
    mask = bytes((size + 31) // 32 * 4 * size)
    return header + body + mask


def png(rows):
    """A PNG with alpha."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = len(rows)
    lines = b"".join(b"\0" + b"".join(bytes(pixel) for pixel in row) for row in rows)
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


images = [(size, bitmap(picture(size)) if size <= 48 else png(picture(size))) for size in SIZES]
offset = 6 + 16 * len(images)
directory = struct.pack("<HHH", 0, 1, len(images))
for size, image in images:
    directory += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(image), offset)
    offset += len(image)
pathlib.Path(__file__).with_name("tthc.ico").write_bytes(directory + b"".join(image for _, image in images))
