#!/usr/bin/env python3
"""Long random use of a watched folder: does what `tthc watch` leaves behind equal what a fresh run makes of the same files?

Drops, overwrites, renames, half copies, saves as Excel does, deletions, moved folders, an inbox that is away, broken and
changed settings and templates, results that are open elsewhere, bursts of a hundred files: in random order, as fast and as
slow as people and programs do it. After every round the watch must settle, and its results must be byte for byte those of
`tthc run` on a copy: once beside the same earlier results, once alone (there without what compares with an earlier run).
Meanwhile the watch may not grow: memory, open files, threads, and lines said for each run are held to limits.

    scripts/soak.py PROGRAM [--minutes 60] [--seed 1] [--keep FOLDER]

Needs Linux and Python 3.9 with nothing installed. Ends with 1 when anything differed; then `--keep` holds both folders and
the log. The same seed makes the same operations in the same order; what the watch sees in between is up to the clock.
"""

import argparse
import collections
import datetime
import hashlib
import io
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile

OPTIONS = ["--period", "2023-Q1", "--today", "2023-03-20"]
SAMPLE = pathlib.Path(__file__).resolve().parent.parent / "samples" / "so-khcn-cao-bang-q1-2023"
HEADER = ["STT", "Mã hồ sơ", "Tên TTHC", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả"]
FOLDERS = ["phòng a", "phòng & b", "c/2023", unicodedata.normalize("NFD", "Sở Tư pháp"), "."]
STEMS = ["sổ", "con", "a b", "so'#", unicodedata.normalize("NFD", "sổ cũ"), "100% (2)", "Sổ theo dõi rất dài " * 4]

# Longer than patience with an unfinished file, and than the first tries of a failure.
SETTLES_WITHIN = 75
MOST_FILES = 160
# What a watch may hold. Memory follows the largest run, so growth is measured between the second quarter and the end.
MOST_GROWTH = 1.35
MOST_HANDLES = 40
MOST_THREADS = 16
MOST_LINES_A_RUN = 12


def sheet(rows):
    """A workbook of one sheet, made by hand; its bytes depend on its rows alone."""
    out = []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row):
            text = str(value).replace("&", "&amp;").replace("<", "&lt;")
            cells.append(f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>')
        out.append(f'<row r="{number}">{"".join(cells)}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Sổ" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(out)}</sheetData></worksheet>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2023, 1, 1, 0, 0, 0)), '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return buffer.getvalue()


class Staff:
    """What people and their programs do to a report folder."""

    def __init__(self, root, dice):
        self.root, self.dice, self.inbox = root, dice, root / "hop-thu"
        self.cases = 0
        self.settings = (root / "tthc.toml").read_bytes()
        self.done = collections.Counter()

    def files(self, ending=("csv", "xlsx", "ods", "pdf")):
        """The files of the inbox, sorted; owner and temporary files left out."""
        found = [p for p in self.inbox.rglob("*") if p.is_file() and p.suffix[1:] in ending]
        return sorted(p for p in found if not p.name.startswith(("~$", ".")))

    def rows(self):
        rows = [HEADER]
        for number in range(self.dice.randint(0, 40)):
            self.cases += 1
            day = f"{self.dice.randint(13, 28):02}/{self.dice.randint(1, 3):02}/2023"
            if self.dice.random() < 0.1:
                day = self.dice.choice(["32/01/2023", "2023-02-01", "03/02/2023", "", "hôm qua"])
            done = self.dice.choice(["", "29/02/2023" if self.dice.random() < 0.05 else "20/03/2023"])
            rows.append([number + 1, f"X-{self.cases}", f"Cấp {self.dice.randint(1, 5)}", day, "28/03/2023", done])
        return rows

    def content(self, path):
        if path.suffix == ".xlsx":
            return sheet(self.rows())
        if path.suffix == ".csv":
            return "\n".join(",".join(map(str, row)) for row in self.rows()).encode()
        return b"%PDF-1.7\n" + self.dice.randbytes(40)

    def new(self, ending=None):
        ending = ending or self.dice.choice(["csv", "xlsx", "csv", "xlsx", "csv", "xlsx", "pdf"])
        name = f"{self.dice.choice(STEMS)} {self.dice.randint(1, 8)}.{ending}"
        path = self.inbox / self.dice.choice(FOLDERS) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def some(self, *ending):
        files = self.files(ending) if ending else self.files()
        return self.dice.choice(files) if files else None

    def pause(self, most):
        time.sleep(self.dice.uniform(0, most))

    # One method for each thing that happens; the number is how often.

    def drop(self):
        path = self.new()
        path.write_bytes(self.content(path))

    def overwrite(self):
        if path := self.some("csv", "xlsx"):
            path.write_bytes(self.content(path))

    def save_like_excel(self):
        """An owner file, a new file without an ending, the old one deleted, the new one renamed."""
        if path := self.some("xlsx"):
            owner = path.with_name("~$" + path.name)
            owner.write_bytes(b"x" * 165)
            beside = path.with_name(f"{self.dice.getrandbits(32):08X}")
            beside.write_bytes(self.content(path))
            path.unlink()
            self.pause(0.3)
            beside.rename(path)
            self.pause(3)
            owner.unlink()

    def keep_open(self):
        """Open in Excel for longer than it is waited for, and saved meanwhile."""
        if path := self.some("xlsx"):
            owner = path.with_name("~$" + path.name)
            owner.write_bytes(b"x" * 165)
            self.pause(14)
            path.write_bytes(self.content(path))
            owner.unlink()

    def rename(self):
        if path := self.some():
            target = self.new(path.suffix[1:])
            path.replace(target)

    def half_copy(self):
        path = self.new()
        content = self.content(path)
        cut = self.dice.randint(0, len(content))
        with path.open("wb") as file:
            file.write(content[:cut])
            file.flush()
            self.pause(6)
            file.write(content[cut:])

    def slow_copy(self):
        path = self.new()
        content = self.content(path)
        step = max(1, len(content) // 12)
        with path.open("wb") as file:
            for at in range(0, len(content), step):
                file.write(content[at : at + step])
                file.flush()
                time.sleep(0.25)

    def download(self):
        """A browser's temporary name first."""
        path = self.new()
        part = path.with_name(path.name + ".crdownload")
        part.write_bytes(self.content(path))
        self.pause(1)
        part.replace(path)

    def copy_with_old_time(self):
        if path := self.some("csv", "xlsx"):
            target = self.new(path.suffix[1:])
            if target != path:
                shutil.copy2(path, target)

    def delete(self):
        files = self.files()
        if len(files) > 4:
            self.dice.choice(files).unlink()

    def move_folder(self):
        folders = sorted(p for p in self.inbox.iterdir() if p.is_dir())
        if folders:
            target = self.inbox / f"đơn vị {self.dice.randint(1, 3)}"
            if not target.exists():
                self.dice.choice(folders).rename(target)

    def take_inbox_away(self):
        away = self.root.with_name(self.root.name + ".away")
        self.inbox.rename(away)
        self.pause(5)
        if self.dice.random() < 0.5:
            path = away / "trở về.csv"
            path.write_bytes(self.content(path))
        away.rename(self.inbox)

    def break_settings(self):
        path = self.root / "tthc.toml"
        path.write_bytes(b"[ky\n")
        self.pause(4)
        path.write_bytes(self.settings)

    def change_settings(self):
        unit = f'\n[don_vi."phòng {self.dice.randint(1, 3)}"]\nten = "Phòng {self.dice.randint(1, 9)}"\n'
        (self.root / "tthc.toml").write_bytes(self.settings + unit.encode())

    def change_template(self):
        folder = self.root / "mau"
        folder.mkdir(exist_ok=True)
        path = folder / "riêng & 1.xlsx"
        if path.exists() and self.dice.random() < 0.5:
            path.unlink()
            return
        if self.dice.random() < 0.3:
            path.write_bytes(sheet([["{{ khong_co_ten_nay }}"]]))
            self.pause(4)
        path.write_bytes(sheet([["Tổng", "{{ tiep_nhan.tong }}", f"lần {self.dice.randint(1, 99)}"]]))

    def hold_result(self):
        """A program that runs can't be written to, as a workbook that is open can't be on Windows."""
        results = self.root / "ket-qua"
        books = sorted(results.glob("*.xlsx")) if results.is_dir() else []
        if not books:
            return
        path = self.dice.choice(books)
        shown = path.read_bytes()
        path.unlink()
        shutil.copy("/bin/sleep", path)
        path.chmod(0o755)
        holder = subprocess.Popen([path, "600"], stderr=subprocess.DEVNULL)
        self.drop()
        self.pause(8)
        # Closed without a change: what lies there is the workbook as it was written.
        restored = path.with_name(".restored")
        restored.write_bytes(shown)
        restored.replace(path)
        holder.kill()
        holder.wait()

    def remove_results(self):
        shutil.rmtree(self.root / "ket-qua" / "tra-lai", ignore_errors=True)
        self.drop()

    def give_back(self):
        """A marked copy comes back as it is, or a result is dropped by mistake."""
        results = sorted(p for p in (self.root / "ket-qua").rglob("*.xlsx") if p.stat().st_size < 1 << 20)
        if results:
            source = self.dice.choice(results)
            target = self.inbox / self.dice.choice(FOLDERS) / source.name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copy(source, target)
            except FileNotFoundError:
                pass  # replaced just now

    def burst(self):
        for _ in range(self.dice.choice([8, 8, 8, 100])):
            self.drop()

    WEIGHTS = {
        "drop": 6, "overwrite": 6, "save_like_excel": 6, "rename": 5, "half_copy": 3, "slow_copy": 2, "download": 2,
        "copy_with_old_time": 2, "delete": 7, "move_folder": 2, "take_inbox_away": 1, "break_settings": 1,
        "change_settings": 1, "change_template": 2, "hold_result": 2, "remove_results": 1, "give_back": 1, "burst": 1,
        "keep_open": 1,
    }

    def act(self):
        name = self.dice.choices(list(self.WEIGHTS), self.WEIGHTS.values())[0]
        getattr(self, name)()
        self.done[name] += 1

    def tidy(self):
        files = self.files()
        while len(files) > MOST_FILES or (len(files) > 25 and self.dice.random() < 0.9):
            files.pop(self.dice.randrange(len(files))).unlink()


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def inputs(staff):
    """What the machine result has to name of the inbox: path and hash."""
    passed = re.compile(r"^(~\$|\.)|\.(crdownload|tmp|part|partial)$")
    found = (p for p in staff.inbox.rglob("*") if p.is_file() and not passed.search(p.name))
    return {str(p.relative_to(staff.root)): digest(p) for p in found}


def machine(root):
    try:
        return json.loads((root / "ket-qua" / "ket-qua.json").read_bytes())
    except (OSError, ValueError):
        return None


def read(root):
    result = machine(root)
    if result is None or "output_left" in result:
        return None
    return {f["path"]: f["sha256"] for f in result["files"] if f["path"].startswith("hop-thu/")}


def results(root):
    """Name and hash of every result; hidden files are the lock's."""
    below = root / "ket-qua"
    return {str(p.relative_to(below)): digest(p) for p in below.rglob("*") if p.is_file() and not p.name.startswith(".")}


def canonical(root):
    """The machine result without the comparison with an earlier one and the sums of the results that tell of it."""
    result = machine(root)
    for key in ("history", "output_sha256"):
        result.pop(key, None)
    return result


class Watch:
    def __init__(self, program, root, log):
        self.log = log
        self.process = subprocess.Popen([program, "watch", root, *OPTIONS], stdout=log.open("wb"), stderr=subprocess.STDOUT)

    def alive(self):
        return self.process.poll() is None

    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines()

    def runs(self):
        return sum("đã đọc" in line for line in self.said())

    def is_idle(self):
        """Whether what was said last of the runs is how one ended."""
        lines = self.said()
        last = lambda *words: max((at for at, line in enumerate(lines) if any(word in line for word in words)), default=-1)
        return last("đã đọc", "Không làm được") >= last("Có thay đổi")

    def size(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        number = lambda key: int(re.search(rf"{key}:\s+(\d+)", status)[1])
        handles = len(os.listdir(f"/proc/{self.process.pid}/fd"))
        return {"kB": number("VmRSS"), "handles": handles, "threads": number("Threads")}

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


def fresh(program, root, copy, with_results):
    shutil.rmtree(copy, ignore_errors=True)
    hidden = shutil.ignore_patterns(".theo-doi*") if with_results else shutil.ignore_patterns("ket-qua")
    shutil.copytree(root, copy, ignore=hidden)
    return subprocess.run([program, "run", copy, "--quiet", *OPTIONS], stderr=subprocess.PIPE, check=False)


class Soak:
    def __init__(self, program, work, seed, keep):
        self.program, self.keep = str(pathlib.Path(program).resolve()), keep
        self.root, self.copy, self.log = work / "bc", work / "copy", work / "watch.log"
        self.root.mkdir()
        shutil.copytree(SAMPLE / "danh-muc", self.root / "danh-muc")
        shutil.copytree(SAMPLE / "hop-thu", self.root / "hop-thu")
        (self.root / "tthc.toml").write_text("# cài đặt\n", encoding="utf-8")
        self.staff = Staff(self.root, random.Random(seed))
        self.watch = Watch(self.program, self.root, self.log)
        self.faults, self.sizes, self.waits, self.rounds = [], [], [], 0

    def fault(self, what):
        self.faults.append(what)
        print(f"FAULT in round {self.rounds}: {what}", flush=True)
        if self.keep:
            to = self.keep / f"{len(self.faults)}"
            shutil.copytree(self.root, to / "watched", dirs_exist_ok=True)
            if self.copy.exists():
                shutil.copytree(self.copy, to / "fresh", dirs_exist_ok=True)
            shutil.copy(self.log, to / "watch.log")

    def settles(self):
        begin = time.monotonic()
        while time.monotonic() - begin < SETTLES_WITHIN:
            if read(self.root) == inputs(self.staff):
                self.waits.append(time.monotonic() - begin)
                return True
            time.sleep(0.2)
        return False

    def rests(self):
        """Waits until nothing is written any more: settings and templates are read by runs that the inbox does not show."""
        last, since = None, time.monotonic()
        begin = since
        while time.monotonic() - begin < SETTLES_WITHIN:
            now = (results(self.root), self.watch.log.stat().st_size)
            if now != last:
                last, since = now, time.monotonic()
            # A run that takes its time says nothing meanwhile.
            if time.monotonic() - since > 2.5 and self.watch.is_idle():
                return
            time.sleep(0.2)

    def compare(self):
        watched = results(self.root)
        fresh(self.program, self.root, self.copy, with_results=True)
        beside = results(self.copy)
        differing = sorted(name for name in watched.keys() | beside.keys() if watched.get(name) != beside.get(name))
        if differing:
            self.fault(f"not what a run beside the same results makes: {differing}")
            return
        fresh(self.program, self.root, self.copy, with_results=False)
        alone = results(self.copy)
        if watched.keys() != alone.keys():
            self.fault(f"not the names that a run alone makes: {sorted(watched.keys() ^ alone.keys())}")
        elif canonical(self.root) != canonical(self.copy):
            self.fault("not the machine result of a run alone")
        else:
            # The listing and the page may tell what has changed since; the filled templates may not.
            same = [n for n in alone if not n.startswith(("danh-sach-loi", "ket-qua.json", "nhat-ky", "trang-thai", "bao-cao"))]
            differing = [name for name in same if alone[name] != watched[name]]
            if differing:
                self.fault(f"not the workbooks of a run alone: {differing}")

    def round(self):
        self.rounds += 1
        for _ in range(self.staff.dice.randint(1, 7)):
            self.staff.act()
            time.sleep(self.staff.dice.choice([0, 0.05, 0.4, 1.3]))
        if not self.settles():
            self.fault("does not settle")
        self.rests()
        if not self.watch.alive():
            self.fault(f"the watch ended with {self.watch.process.returncode}")
            return False
        self.compare()
        self.sizes.append(self.watch.size())
        self.staff.tidy()
        return True

    def limits(self):
        for key, most in (("handles", MOST_HANDLES), ("threads", MOST_THREADS)):
            if max(size[key] for size in self.sizes) > most:
                self.fault(f"{key}: {max(size[key] for size in self.sizes)}, allowed {most}")
        quarter = len(self.sizes) // 4
        if quarter >= 5:
            early = max(size["kB"] for size in self.sizes[quarter : 2 * quarter])
            late = max(size["kB"] for size in self.sizes[-quarter:])
            if late > MOST_GROWTH * early:
                self.fault(f"memory grows: {early} kB, then {late} kB")
        lines, runs = len(self.watch.said()), max(1, self.watch.runs())
        if lines > 200 + MOST_LINES_A_RUN * runs + 2 * sum(self.staff.done.values()):
            self.fault(f"{lines} lines said in {runs} runs")

    def go(self, minutes):
        begin = time.monotonic()
        while time.monotonic() - begin < 60 * minutes and self.round():
            if self.rounds % 5 == 0:
                size = self.sizes[-1]
                print(
                    f"{datetime.timedelta(seconds=int(time.monotonic() - begin))} round {self.rounds}, files {len(self.staff.files())}, "
                    f"{size['kB']} kB, handles {size['handles']}, threads {size['threads']}, lines {len(self.watch.said())}, "
                    f"settled in {max(self.waits[-5:] or [0]):.1f} s at most, faults {len(self.faults)}",
                    flush=True,
                )
        if self.watch.alive():
            self.limits()
            status = self.watch.stop()
            left = [p.name for p in (self.root / "ket-qua").iterdir() if p.name.startswith(".")]
            if status != 0 or left:
                self.fault(f"stopped with {status}, left {left}")
        print(f"rounds {self.rounds}, runs {self.watch.runs()}, faults {len(self.faults)}, operations {dict(self.staff.done)}")
        return not self.faults


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", type=pathlib.Path)
    asked = arguments.parse_args()
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    print(f"seed {asked.seed}", flush=True)
    work = pathlib.Path(tempfile.mkdtemp(prefix="soak-"))
    soak = Soak(asked.program, work, asked.seed, asked.keep)
    try:
        good = soak.go(asked.minutes)
    finally:
        if soak.watch.alive():
            soak.watch.process.kill()
        shutil.rmtree(work, ignore_errors=True)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
