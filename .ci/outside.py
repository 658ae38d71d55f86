"""Opens results with readers that are not the program's own: openpyxl, python-docx, and LibreOffice to PDF.

Usage: outside.py FOLDER. A reader that is not installed is said, not hidden; a result that one cannot open fails.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.dom.minidom
import zipfile

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

documents = sorted(folder.glob("*.docx"))
if not documents:
    sys.exit(f"expected a Word document in {folder}")
try:
    import docx
except ImportError:
    docx = None
    print("NOT CHECKED with python-docx: it is not installed")
for document in documents:
    with zipfile.ZipFile(document) as package:
        for name in package.namelist():
            text = package.read(name)
            if name.endswith((".xml", ".rels")):
                xml.dom.minidom.parseString(text)
            if b"{{" in text or b"{%" in text:
                sys.exit(f"{document.name} {name}: placeholder left")
    print(f"zip, XML: {document.name}")
    if docx:
        opened = docx.Document(document)
        print(f"python-docx: {document.name}: {len(opened.paragraphs)} paragraphs, {len(opened.tables)} tables")

soffice = shutil.which("soffice") or shutil.which("libreoffice")
if not soffice:
    print("NOT CHECKED with LibreOffice: it is not installed")
else:
    with tempfile.TemporaryDirectory() as out:
        profile = f"-env:UserInstallation=file://{out}/profile"
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", out, *map(str, books + documents)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
        for book in books + documents:
            pdf = pathlib.Path(out) / f"{book.stem}.pdf"
            if not pdf.exists() or pdf.stat().st_size < 1000:
                sys.exit(f"LibreOffice made no PDF of {book.name}")
            print(f"LibreOffice: {pdf.name}: {pdf.stat().st_size} bytes")
