#!/usr/bin/env python3
"""Fills every workbook of a folder and checks that nothing is lost.

    scripts/corpus.py FOLDER [--tthc target/release/tthc] [--only same|cell|block|gap]

Needs the program and Python's standard library. Four trials of each .xlsx, .xlsm, .xltx and .xltm:

same   data that concern none of its cells: the result is the same file
cell   one placeholder in a free cell: only that cell changes, and stored results that depend on it
block  a block of three rows below the last row, five items: nothing else moves
gap    a block in the first three free rows of a sheet, five items: what stands below moves down by two

Every changed part must be well-formed, no part but the calculation chain may be missing, and merged areas, rules, links,
comments and anchors must be where the rows say. A refusal (exit status 3) is listed with its reason, for people to judge. The
exit status is 1 if anything was lost. Files with braces of their own are left out of all trials but the first.
"""

import argparse
import collections
import html
import io
import json
import os
import posixpath
import re
import subprocess
import sys
import tempfile
import xml.parsers.expat
import zipfile

DATA = {"zz": 424242, "xs": [11, 22, 33, 44, 55]}
ROW = re.compile(r"<(?P<p>(?:[\w.-]+:)?)row\b(?P<a>[^>]*?)(?:/>|>(?P<b>.*?)</(?P=p)row>)", re.S)
CELL = re.compile(r"<(?P<p>(?:[\w.-]+:)?)c(?=[\s/>])(?P<a>[^>]*?)(?:/>|>(?P<b>.*?)</(?P=p)c>)", re.S)
FULL = re.compile(r"<(?:[\w.-]+:)?(?:v|f|is)[\s/>]")
PLACES = {
    "merged areas": (r"<(?:\w+:)?mergeCell\b[^>]*?\bref=\"([^\"]*)\"", "worksheets/"),
    "validations": (r"<(?:\w+:)?dataValidation\b[^>]*?\bsqref=\"([^\"]*)\"", "worksheets/"),
    "conditional formats": (r"<(?:\w+:)?conditionalFormatting\b[^>]*?\bsqref=\"([^\"]*)\"", "worksheets/"),
    "links": (r"<(?:\w+:)?hyperlink\b[^>]*?\bref=\"([^\"]*)\"", "worksheets/"),
    "comments": (r"<(?:\w+:)?comment\b[^>]*?\bref=\"([^\"]*)\"", "comments"),
    "tables": (r"<(?:\w+:)?table\b[^>]*?\bref=\"([^\"]*)\"", "tables/"),
}


class Skip(Exception):
    """The trial does not fit this file."""


def plain(name):
    return name.replace("\\", "/").lower()


def attributes(text):
    found = re.findall(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", text)
    return {key: html.unescape(one or two) for key, one, two in found}


class Book:
    """A workbook's parts, found by relationships."""

    def __init__(self, content):
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        self.parts = {entry.filename: self.zip.read(entry) for entry in self.zip.infolist()}
        self.names = {plain(name): name for name in self.parts}

    def text(self, part):
        if plain(part) not in self.names:
            raise Skip("a part is missing")
        return self.parts[self.names[plain(part)]].decode("utf-8")

    def links(self, part):
        folder, name = posixpath.split(part)
        try:
            text = self.text(posixpath.join(folder, "_rels", name + ".rels"))
        except Skip:
            return {}
        links = {}
        for found in re.findall(r"<(?:\w+:)?Relationship\b([^>]*)>", text):
            link = attributes(found)
            target = link.get("Target", "").replace("\\", "/")
            if link.get("TargetMode") != "External":
                absolute = target.startswith("/")
                target = target[1:] if absolute else posixpath.normpath(posixpath.join(folder, target))
                links[link.get("Id")] = (link.get("Type", "").rsplit("/", 1)[-1], target)
        return links

    def sheets(self):
        book = next((target for kind, target in self.links("").values() if kind == "officeDocument"), None)
        if book is None:
            raise Skip("no workbook")
        links = self.links(book)
        for found in re.findall(r"<(?:\w+:)?sheet\s([^>]*)>", self.text(book)):
            ids = [value for key, value in attributes(found).items() if key.endswith(":id")]
            kind, target = links.get(ids[0] if ids else None, ("", ""))
            if kind == "worksheet":
                yield target

    def with_part(self, part, text):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in self.parts.items():
                made.writestr(name, text.encode("utf-8") if plain(name) == plain(part) else content)
        return out.getvalue()


class Sheet:
    """The rows of a worksheet part with their numbers."""

    def __init__(self, text):
        self.text = text
        opened = re.search(r"<((?:[\w.-]+:)?)sheetData\b[^>]*?(/?)>", text)
        if not opened:
            raise Skip("no cells")
        self.prefix, self.rows, number = opened.group(1), [], 0
        if opened.group(2):
            empty = f"<{self.prefix}sheetData></{self.prefix}sheetData>"
            self.text = text[: opened.start()] + empty + text[opened.end() :]
        self.end = self.text.index(f"</{self.prefix}sheetData")
        for row in ROW.finditer(self.text, opened.start(), self.end):
            number = int(attributes(row.group("a")).get("r", number + 1))
            self.rows.append((number, row))

    def cell(self, at, text):
        p = self.prefix
        return f'<{p}c r="{at}" t="inlineStr"><{p}is><{p}t>{text}</{p}t></{p}is></{p}c>'

    def with_block(self, first):
        tags = ["{% for x in xs %}", "{{ x }}", "{% endfor %}"]
        p = self.prefix
        rows = [f'<{p}row r="{first + n}">{self.cell(f"A{first + n}", tag)}</{p}row>' for n, tag in enumerate(tags)]
        keep = [row.group(0) for number, row in self.rows if number < first]
        below = [row.group(0) for number, row in self.rows if number >= first + 3]
        start = self.rows[0][1].start() if self.rows else self.end
        stop = self.rows[-1][1].end() if self.rows else self.end
        return self.text[:start] + "".join(keep + rows + below) + self.text[stop:]


def with_cell(sheet):
    for number, row in sheet.rows[len(sheet.rows) // 2 :]:
        last, p = 0, sheet.prefix
        for cell in CELL.finditer(row.group("b") or ""):
            at = attributes(cell.group("a")).get("r")
            last = column(at) if at else last + 1
        if last < 16_384:
            at = f"{letters(last + 1)}{number}"
            inner = (row.group("b") or "") + sheet.cell(at, "{{ zz }}")
            new = f"<{p}row{row.group('a')}>{inner}</{p}row>"
            return sheet.text[: row.start()] + new + sheet.text[row.end() :], at
    raise Skip("no free cell")


def column(at):
    number = 0
    for letter in re.match("[A-Za-z]+", at).group().upper():
        number = number * 26 + ord(letter) - 64
    return number


def letters(number):
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def gap(sheet):
    full = [0] + [number for number, row in sheet.rows if FULL.search(row.group("b") or "")]
    for above, below in zip(full, full[1:]):
        if below - above > 3:
            return above + 1
    raise Skip("no three free rows")


def run(tthc, content, suffix, folder):
    source, data, out = (os.path.join(folder, name) for name in ("in" + suffix, "data.json", "out.xlsx"))
    with open(source, "wb") as file:
        file.write(content)
    with open(data, "w", encoding="utf-8") as file:
        json.dump(DATA, file)
    if os.path.exists(out):
        os.remove(out)
    done = subprocess.run(
        [tthc, "fill", source, "--data", data, "-o", out, "--lang", "en"],
        capture_output=True, text=True, errors="replace", timeout=120, check=False,
    )
    if done.returncode == 3:
        reason = done.stderr.strip().split("\n")[-1].strip()
        whole = reason.startswith("Template:")
        raise Skip("refused: " + (reason[:160] if whole else "placeholders of its own"))
    if done.returncode not in (0, 1):
        raise AssertionError(f"exit status {done.returncode}: {done.stderr[-200:]}")
    with open(out, "rb") as file:
        return file.read()


def well_formed(content):
    try:
        xml.parsers.expat.ParserCreate().Parse(content, True)
    except xml.parsers.expat.ExpatError:
        return False
    return True


def compare(before, after):
    """The parts that changed; anything lost or broken is an assertion."""
    lost = [name for name in before.parts if name not in after.parts and "calcchain" not in name.lower()]
    assert not lost, f"lost {lost}"
    changed = [name for name in before.parts if after.parts.get(name, before.parts[name]) != before.parts[name]]
    for name in changed:
        broken = well_formed(before.parts[name]) and not well_formed(after.parts[name])
        assert not broken, f"{name} is not well-formed"
    return changed


def places(before, after, part, first):
    """What stands below the block must have moved by two rows."""
    own = {plain(part)} | {plain(target) for _, target in before.links(part).values()}
    for name in (name for name in before.parts if plain(name) in own):
        for what, (pattern, folder) in PLACES.items():
            if folder not in plain(name):
                continue
            old = re.findall(pattern, before.parts[name].decode("utf-8", "replace"))
            new = re.findall(pattern, after.parts[name].decode("utf-8", "replace"))
            rows = [int(row) for ref in old for row in re.findall(r"(?<=[A-Z])\d+", ref)]
            if any(first <= row < first + 3 or row == 1_048_576 for row in rows):
                continue
            moved = [re.sub(r"(?<=[A-Z])\d+", lambda row: str(int(row.group()) + 2 * (int(row.group()) >= first)), ref) for ref in old]
            assert new == moved, f"{what} of {name}: {[pair for pair in zip(old, new, moved) if pair[1] != pair[2]][:3]}"


def trial(kind, tthc, content, suffix, folder):
    if kind == "same":
        assert run(tthc, content, suffix, folder) == content, "the file changed"
        return
    try:
        book = Book(content)
        sheets = list(book.sheets())
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, RuntimeError) as error:
        raise Skip("cannot be opened here") from error
    for number, part in enumerate(sheets):
        try:
            text = book.text(part)
            if "{{" in text or "{%" in text:
                raise Skip("braces of its own")
            sheet = Sheet(text)
            first = gap(sheet) if kind == "gap" else (sheet.rows[-1][0] if sheet.rows else 0) + 1
            new, at = with_cell(sheet) if kind == "cell" else (sheet.with_block(first), None)
            break
        except Skip:
            if kind != "gap" or number + 1 == len(sheets):
                raise
    else:
        raise Skip("no worksheet")
    patched = book.with_part(part, new)
    before, after = Book(patched), Book(run(tthc, patched, suffix, folder))
    compare(before, after)
    if kind == "cell":
        filled = re.search(rf'<(?:[\w.-]+:)?c r="{at}"[^>]*>\s*<(?:[\w.-]+:)?v>424242<', after.text(part))
        assert filled, f"{at} is not filled"
    if kind == "gap":
        places(before, after, part, first)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--tthc", default="target/release/tthc")
    parser.add_argument("--only", choices=["same", "cell", "block", "gap"])
    options = parser.parse_args()
    count, faults = collections.Counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        for root, _, names in os.walk(options.folder):
            for name in sorted(names):
                suffix = os.path.splitext(name)[1].lower()
                if suffix not in (".xlsx", ".xlsm", ".xltx", ".xltm"):
                    continue
                path = os.path.join(root, name)
                with open(path, "rb") as file:
                    content = file.read()
                for kind in [options.only] if options.only else ["same", "cell", "block", "gap"]:
                    try:
                        trial(kind, options.tthc, content, suffix, folder)
                        count[kind, "ok"] += 1
                    except Skip as reason:
                        count[kind, str(reason)] += 1
                    except (AssertionError, subprocess.TimeoutExpired) as fault:
                        faults += 1
                        print(f"{path}: {kind}: {fault}")
    for (kind, what), number in sorted(count.items(), key=lambda item: (item[0][0], -item[1])):
        print(f"{kind:6}{number:6}  {what}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
