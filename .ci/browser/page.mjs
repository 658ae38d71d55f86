// Looks at status pages in a browser: node page.mjs PROGRAM [FOLDER FOR PICTURES].
//
// Makes report folders of many kinds (states.mjs), runs the program on each and opens the page in Chromium, as it lies on
// the disk. What must hold is in `onScreen`, `links` and `onPaper`; every fault is told, and one is enough to fail.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { make } from "./states.mjs";

const BROWSER = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A phone, the narrowest that the accessibility guidelines ask for, a tablet, a screen. */
const WIDTHS = [375, 320, 768, 1280];
/** Where nothing may be clipped: common windows, the same beside a scroll bar, both sides of each turn of the style sheet. */
const CLIPPED = [320, 375, 414, 576, 577, 768, 769, 960, 961, 1009, 1024, 1152, 1153, 1265, 1280, 1351, 1366, 1440];
/** Between the margins of 12 mm of an A4 sheet, in CSS pixels. */
const PAPER = Math.floor(((210 - 24) / 25.4) * 96);
/** A4 in points, as in a PDF. */
const A4 = [595, 842];
/** Pages of paper that a page may take: by state, else by the rule for a handful of files. */
const MOST_PAGES = { previous: 4, held: 4, year: 5, hundred: 10 };

const faults = [];
let looked = 0;

/** Boxes that stick out of the window, or of what holds them, without a way to scroll there. */
function overflowing(width) {
  const told = (element) => `<${element.localName} class="${element.getAttribute("class") ?? ""}"> ${element.textContent.trim().slice(0, 40)}`;
  const out = [];
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest("svg.defs, .hidden")) continue;
    const box = element.getBoundingClientRect();
    const scrolls = element.parentElement.closest(".scroll");
    const right = scrolls && getComputedStyle(scrolls).overflowX !== "visible" ? Infinity : width + 0.5;
    if (box.width > 0 && (box.right > right || box.left < -0.5)) out.push(told(element));
    // Text that runs over the edge of its own box.
    if (!scrolls && element.clientWidth > 0 && getComputedStyle(element).overflowX === "visible" && element.scrollWidth > element.clientWidth + 1) {
      if (![...element.querySelectorAll(".hidden, .scroll")].length) out.push(`text of ${told(element)}`);
    }
  }
  return out;
}

/** Tables that are wider than what they scroll in, and bars that are not seen whole or too short to be read. */
function clipped() {
  const LEGIBLE = 60;
  const out = [];
  for (const scroll of document.querySelectorAll(".scroll")) {
    const told = scroll.getAttribute("aria-label");
    if (scroll.scrollWidth > scroll.clientWidth) out.push(`table «${told}»: ${scroll.scrollWidth} px in ${scroll.clientWidth} px`);
    const frame = scroll.getBoundingClientRect();
    const cell = [...scroll.querySelectorAll("th, td")].find((cell) => {
      const box = cell.getBoundingClientRect();
      return box.width > 0 && (box.right > frame.right + 0.5 || box.left < frame.left - 0.5);
    });
    if (cell) out.push(`table «${told}»: cell «${cell.textContent.trim().slice(0, 40)}»`);
    for (const bar of scroll.querySelectorAll("svg.bar")) {
      const box = bar.getBoundingClientRect();
      const place = bar.parentElement.getBoundingClientRect();
      const whole = box.left >= Math.max(frame.left, place.left) - 0.5 && box.right <= Math.min(frame.right, place.right) + 0.5;
      if (!whole || box.width < LEGIBLE) out.push(`bar ${bar.getAttribute("aria-labelledby")}: ${box.left}–${box.right} px`);
    }
  }
  return out;
}

async function onScreen(page, name, pictures) {
  for (const width of CLIPPED) {
    await page.setViewportSize({ width, height: 900 });
    for (const what of (await page.evaluate(clipped)).slice(0, 3)) faults.push(`${name} at ${width} px: clipped: ${what}`);
  }
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) faults.push(`${name} at ${width} px: scrolls sideways to ${wide} px`);
    for (const what of (await page.evaluate(overflowing, width)).slice(0, 5)) faults.push(`${name} at ${width} px: sticks out: ${what}`);
    for (const forcedColors of ["none", "active"]) {
      await page.emulateMedia({ forcedColors });
      const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations", "incomplete"] }));
      for (const violation of found.violations) {
        const nodes = violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join("\n    ");
        faults.push(`${name} at ${width} px, forced colours ${forcedColors}: axe ${violation.id}: ${violation.help}\n    ${nodes}`);
      }
      // What has to be scrolled to can't be judged on a phone; on a screen everything is.
      for (const open of width === Math.max(...WIDTHS) ? found.incomplete : []) {
        faults.push(`${name} at ${width} px: axe can't tell: ${open.id}: ${open.nodes[0].html.slice(0, 160)}`);
      }
      looked += 1;
    }
    await page.emulateMedia({ forcedColors: null });
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
  }
}

/** Every link leads to something that is there, inside the results. */
async function links(page, name, folder) {
  const results = resolve(folder, "ket-qua");
  const targets = await page.evaluate(() => [...document.querySelectorAll("a")].map((link) => link.href));
  if (!targets.length) faults.push(`${name}: no link at all`);
  for (const target of new Set(targets)) {
    const path = target.startsWith("file:") ? fileURLToPath(target) : "";
    if (!path.startsWith(`${results}/`) || !existsSync(path)) faults.push(`${name}: leads nowhere: ${target}`);
  }
  return new Set(targets).size;
}

async function onPaper(page, name, pictures) {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: PAPER, height: 1000 });
  for (const what of (await page.evaluate(overflowing, PAPER)).slice(0, 5)) faults.push(`${name} on paper: sticks out: ${what}`);
  await page.emulateMedia({ media: null });
  const pdf = join(pictures, `${name}.pdf`);
  await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: false });
  const told = execFileSync("pdfinfo", [pdf], { encoding: "utf8" });
  const [, width, height] = /Page size:\s+([\d.]+) x ([\d.]+)/.exec(told).map(Number);
  const pages = Number(/Pages:\s+(\d+)/.exec(told)[1]);
  if (Math.abs(width - A4[0]) > 1 || Math.abs(height - A4[1]) > 1) faults.push(`${name} on paper: ${width} × ${height} pt is not A4`);
  if (pages > (MOST_PAGES[name] ?? 3)) faults.push(`${name} on paper: ${pages} pages`);
  return pages;
}

async function look(context, { name, folder }, pictures, out) {
  const url = pathToFileURL(resolve(folder, "ket-qua/trang-thai.html")).href;
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  for (const event of ["console", "pageerror"]) page.on(event, (told) => faults.push(`${name}: ${event}: ${told.text?.() ?? told}`));
  page.on("dialog", (dialog) => { faults.push(`${name}: a script ran: ${dialog.message()}`); void dialog.dismiss(); });
  await page.goto(url, { waitUntil: "load" });
  const scripts = await page.evaluate(() => document.scripts.length + document.querySelectorAll("link, img, iframe, object, embed, form, [onload], [onerror], [onclick]").length);
  if (scripts) faults.push(`${name}: ${scripts} elements that could run or load something`);
  const count = await links(page, name, folder);
  await page.evaluate(AXE);
  await onScreen(page, name, pictures);
  const pages = await onPaper(page, name, out);
  const foreign = asked.filter((request) => request !== url);
  if (foreign.length) faults.push(`${name}: asks for ${foreign.join(", ")}`);
  console.log(`chromium: ${name}: ${count} links, ${pages} A4 pages`);
  await page.close();
}

const [program, pictures] = process.argv.slice(2);
if (!program) throw new Error("usage: node page.mjs PROGRAM [FOLDER FOR PICTURES]");
const root = mkdtempSync(join(tmpdir(), "page-"));
const out = pictures ?? join(root, "pdf");
mkdirSync(out, { recursive: true });
const context = await chromium.launchPersistentContext(join(root, "profile"), {
  executablePath: BROWSER,
  args: FLAGS,
  headless: true,
  offline: true,
  // The page's own rule forbids every script, axe's too.
  bypassCSP: true,
});
try {
  for (const state of make(resolve(program), root)) await look(context, state, pictures, out);
} finally {
  await context.close();
  rmSync(root, { recursive: true, force: true });
}
if (faults.length) {
  console.error(`${faults.length} faults:\n  ${faults.join("\n  ")}`);
  process.exit(1);
}
console.log(`status pages: no fault in ${looked} looks`);
