// Opens pages in a browser as readers do, and tells what it sees: `page.mjs BROWSER WORD FILE...` prints a JSON object
// for each file. Nothing but the files may be asked for; that is told, not prevented.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [name, word, ...files] = process.argv.slice(2);
const executablePath = process.env.PATH.split(delimiter).map((folder) => join(folder, name)).find((path) => existsSync(path));
const args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath, args, chromiumSandbox: false });

// What is wrong with the colours of visible text, with the headings, and how far the page is wider than the window.
const look = () => {
  const channel = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const contrast = (a, b) => (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const isSeen = (colour) => colour.length < 4 || colour[3] > 0;
  const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
  const behind = (element) => {
    const drawing = element.closest("svg");
    if (drawing !== null && element.parentElement.querySelector(":scope > rect") !== null) {
      const fill = numbers(getComputedStyle(element.parentElement.querySelector(":scope > rect")).fill);
      if (Number(getComputedStyle(element.parentElement.querySelector(":scope > rect")).fillOpacity) === 1) return fill;
    }
    if (drawing !== null) return numbers(getComputedStyle(drawing.querySelector("rect.page")).fill);
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (isSeen(colour)) return colour;
    }
    return canvas;
  };
  const faint = [];
  let texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() === "" || !element.checkVisibility() || ["SCRIPT", "STYLE"].includes(element.tagName)) continue;
    if (element.closest("title") !== null) continue;
    const style = getComputedStyle(element);
    const ratio = contrast(numbers(element instanceof SVGElement ? style.fill : style.color), behind(element));
    texts += 1;
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)}: ${walker.currentNode.data.trim().slice(0, 60)}`);
  }
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => Number(heading.tagName[1]));
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  return {
    texts,
    faint,
    levels,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    cutOff: [...document.querySelectorAll("main *")].filter((element) =>
      element.checkVisibility() && element.closest("svg") === null && element.closest(".scroll") === null
        && element.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((element) => element.outerHTML.slice(0, 80)),
    landmarks: ["header", "nav", "main", "footer"].filter((name) => document.querySelectorAll(name).length === 1),
    unlabelled: [...document.querySelectorAll("section, nav, [role=region], input")].filter((element) =>
      !element.hasAttribute("aria-label") && !element.hasAttribute("aria-labelledby") && element.closest("label") === null).length,
    deadLinks: [...document.querySelectorAll("a")].filter((link) => document.getElementById(link.getAttribute("href").slice(1)) === null).length,
    doubleIds: ids.length - new Set(ids).size,
  };
};

const shown = () => [...document.querySelectorAll("[data-item]")].filter((item) => item.checkVisibility()).map((item) => item.textContent);

// Searches for a word, then switches what is left off by its weight.
const filtered = async (page) => {
  const count = () => page.evaluate(() => document.querySelectorAll("[data-item]:not([hidden])").length);
  const all = await count();
  await page.fill("input[type=search]", word);
  const found = await page.evaluate(shown);
  const told = await page.textContent("output");
  await page.fill("input[type=search]", "");
  const again = await count();
  for (const box of await page.$$("input[type=checkbox]")) await box.uncheck();
  const weighed = await page.evaluate(() => [...document.querySelectorAll("article:not([hidden])")].length);
  return { all, found, told, again, weighed };
};

for (const file of files) {
  const told = { file, console: [], requests: [] };
  for (const colorScheme of ["light", "dark"]) {
    for (const [name, width] of [["narrow", 360], ["wide", 1440]]) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      page.on("console", (message) => told.console.push(message.text()));
      page.on("pageerror", (error) => told.console.push(String(error)));
      page.on("dialog", (dialog) => { told.console.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
      page.on("request", (request) => told.requests.push(request.url()));
      await page.goto(pathToFileURL(file).href);
      await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
      told[`${colorScheme} ${name}`] = await page.evaluate(look);
      if (colorScheme === "light" && name === "wide") {
        await page.reload();
        told.filtered = await filtered(page);
      }
      await context.close();
    }
  }
  const silent = await browser.newContext({ javaScriptEnabled: false });
  const page = await silent.newPage();
  await page.goto(pathToFileURL(file).href);
  told.withoutScripts = { search: await page.isVisible("#filter"), articles: await page.locator("article:visible").count() };
  await silent.close();
  console.log(JSON.stringify(told));
}
await browser.close();
