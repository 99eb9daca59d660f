// Reads graphs with the programs that they are written for. In: a JSON array of { format, text }. Out: a JSON array of
// { nodes: { id: [line of its label] }, edges: [{ from, to, label: [line] }] }, or { error }.
import { JSDOM } from 'jsdom';
import { Graphviz } from '@hpcc-js/wasm-graphviz';

const page = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
globalThis.window = page.window;
globalThis.document = page.window.document;
const { default: mermaid } = await import('mermaid');
mermaid.initialize({ startOnLoad: false, maxEdges: 10000, maxTextSize: 1e7 });
const graphviz = await Graphviz.load();

/** Throws where a text is no XML. */
function xml(text) {
  return new page.window.DOMParser().parseFromString(text, 'image/svg+xml');
}

const texts = (element) => [...element.querySelectorAll('text')].map((text) => text.textContent);
const title = (element) => element.querySelector('title').textContent;

function svg(text) {
  const root = xml(text).documentElement;
  const all = (selector) => [...root.querySelectorAll(selector)];
  const nodes = Object.fromEntries(all('g.node').map((node, at) => [at, texts(node)]));
  const edges = all('g > title + path.way').map((way) => ({ label: [title(way.parentElement)] }));
  return { nodes, edges, role: root.getAttribute('role'), label: root.getAttribute('aria-label') };
}

function dot(text) {
  const root = xml(graphviz.layout(text, 'svg', 'dot')).documentElement;
  const all = (selector) => [...root.querySelectorAll(selector)];
  const nodes = Object.fromEntries(all('g.node').map((node) => [title(node), texts(node)]));
  const edges = all('g.edge').map((edge) => {
    const [from, to] = title(edge).split('->');
    return { from, to, label: texts(edge) };
  });
  return { nodes, edges };
}

/** Mermaid keeps its entities in a form of its own until it draws. */
function decoded(label) {
  const html = label.replaceAll('ﬂ°°', '&#').replaceAll('ﬂ°', '&').replaceAll('¶ß', ';');
  return html.split(/<br *\/?>/).map((line) => {
    const holder = page.window.document.createElement('div');
    holder.innerHTML = line;
    return holder.textContent;
  });
}

async function mmd(text) {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const vertices = [...db.getVertices().values()];
  const nodes = Object.fromEntries(vertices.map((vertex) => [vertex.id, decoded(vertex.text)]));
  const edges = db.getEdges().map(({ start, end, text }) => ({ from: start, to: end, label: decoded(text) }));
  return { nodes, edges };
}

const readers = { svg, dot, mmd };
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const answers = [];
for (const { format, text } of JSON.parse(Buffer.concat(chunks).toString())) {
  try {
    answers.push(await readers[format](text));
  } catch (error) {
    answers.push({ error: String(error) });
  }
}
process.stdout.write(JSON.stringify(answers));
