"""Opens results with readers that are not the program's own: openpyxl, and LibreOffice to PDF.

Usage: outside.py FOLDER. A reader that is not installed is said, not hidden; a result that one cannot open fails.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

folder = pathlib.Path(sys.argv[1])
books = sorted(folder.glob("*.xlsx"))
if len(books) < 3:
    sys.exit(f"expected at least three workbooks in {folder}, found {len(books)}")

try:
    import openpyxl
except ImportError:
    openpyxl = None
    print("NOT CHECKED with openpyxl: it is not installed")

if openpyxl:
    for book in books:
        formulas = openpyxl.load_workbook(book)
        values = openpyxl.load_workbook(book, data_only=True)
        for sheet in formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    text = cell.value
                    if not isinstance(text, str):
                        continue
                    if "{{" in text or "{%" in text:
                        sys.exit(f"{book.name} {sheet.title}!{cell.coordinate}: placeholder left: {text}")
                    if text.startswith("=") and cell.data_type == "f":
                        if values[sheet.title][cell.coordinate].value is None:
                            sys.exit(f"{book.name} {sheet.title}!{cell.coordinate}: formula without stored result: {text}")
        print(f"openpyxl: {book.name}: {', '.join(formulas.sheetnames)}")

soffice = shutil.which("soffice") or shutil.which("libreoffice")
if not soffice:
    print("NOT CHECKED with LibreOffice: it is not installed")
else:
    with tempfile.TemporaryDirectory() as out:
        profile = f"-env:UserInstallation=file://{out}/profile"
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", out, *map(str, books)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
        for book in books:
            pdf = pathlib.Path(out) / f"{book.stem}.pdf"
            if not pdf.exists() or pdf.stat().st_size < 1000:
                sys.exit(f"LibreOffice made no PDF of {book.name}")
            print(f"LibreOffice: {pdf.name}: {pdf.stat().st_size} bytes")
