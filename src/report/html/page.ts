import { element, escapeText } from '../markup.ts';
import { colourRules, pictureRules } from '../svg/theme.ts';

/** Nothing is loaded, run or sent: what stands in the page is all there is. */
const contentPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Rules of all that reports are made of. */
export const pageRules = [
  colourRules(':root'),
  pictureRules,
  '*{box-sizing:border-box}',
  'body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}',
  'main{max-width:1280px;margin:0 auto;padding:16px}',
  'h1{font-size:1.6rem;margin:.5rem 0}',
  'h2{font-size:1.3rem;margin:2.2rem 0 .5rem;border-top:1px solid var(--grid);padding-top:1.2rem}',
  'h1,h2,h3{line-height:1.25}.part{font-size:1.05rem;margin:1.8rem 0 .2rem;border:0;padding:0}',
  'h1,h2,h3,p,dd,li{overflow-wrap:anywhere}',
  'p{max-width:70ch;margin:.4rem 0}',
  'a{color:var(--main)}',
  '.faint,figcaption{color:var(--faint)}',
  '.verdict{border-left:4px solid var(--main);padding:.2rem .8rem;margin:.8rem 0}',
  '.verdict.bad{border-color:var(--warning)}',
  '.verdict ul{margin:.3rem 0;padding-left:1.2rem;max-width:75ch}',
  '.bad strong,.warning-text{color:var(--warning)}',
  'dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.6rem 0}',
  'dt{color:var(--faint)}dd{margin:0}',
  '.scroll{overflow-x:auto;max-width:100%}',
  '.scroll.long{max-height:40rem;overflow-y:auto}.long th[scope=col]{position:sticky;top:0;background:var(--ground)}',
  '.scroll:focus-visible,summary:focus-visible{outline:2px solid var(--main);outline-offset:2px}',
  'pre{margin:.4rem 0;padding:.8rem;border:1px solid var(--grid);border-radius:6px;font:13px/1.5 ui-monospace,Menlo,Consolas,monospace;width:max-content;min-width:100%}',
  '.keyword{color:var(--s0);font-weight:600}.call{color:var(--s3)}.number{color:var(--s1)}.string{color:var(--s2)}.comment{color:var(--faint);font-style:italic}',
  'table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem}',
  'th,td{padding:.2rem .6rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--grid)}',
  'th:first-child,td:first-child{text-align:left;padding-left:0}',
  'th{font-weight:600}tbody th{font-weight:400;white-space:normal;overflow-wrap:anywhere;min-width:min(20ch,26vw);max-width:40ch}',
  '@media (max-width:600px){th,td{padding:.2rem .35rem}table{font-size:.85rem}td svg{width:48px;height:auto}}',
  'td svg{display:block}',
  '.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,360px),1fr));gap:12px;align-items:start;margin-top:.8rem}',
  'figure{margin:0;max-width:520px}figure svg{width:100%;height:auto;display:block}',
  'figcaption{font-size:.85rem;padding:0 6px 12px}',
  'summary{cursor:pointer;padding:.3rem 0}',
  '@media print{main{max-width:none}table{font-size:.75rem}th,td{padding:.15rem .3rem}figure,tr{break-inside:avoid}h1,h2,h3{break-after:avoid}.scroll,.scroll.long{overflow:visible;max-height:none}.long th[scope=col]{position:static}pre{width:auto;white-space:pre-wrap}}',
].join('\n');

/** A page that stands on its own: its styles are in it, it has no scripts, and its policy allows neither others nor any request. */
export function htmlPage(title: string, content: string): string {
  const head = [
    element('meta', { charset: 'utf-8' }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: contentPolicy }),
    element('meta', { name: 'color-scheme', content: 'light dark' }),
    element('title', {}, escapeText(title)),
    element('style', {}, pageRules),
  ].join('\n');
  const body = element('main', {}, content);
  return `<!doctype html>\n<html lang="en">\n<head>\n${head}\n</head>\n<body>\n${body}\n</body>\n</html>\n`;
}

/** What may be wider than a phone, or longer than a few screens, moves in a frame of its own, also by keyboard. */
export function scrollable(label: string, content: string, isLong = false): string {
  return element(
    'div',
    { class: isLong ? 'scroll long' : 'scroll', role: 'region', 'aria-label': label, tabindex: 0 },
    content,
  );
}

/** Tables of more rows have a frame, so that what stands below them is not out of reach. */
const longTable = 40;

export interface TableSpec {
  readonly head: readonly string[];
  /** Markup of cells; the first of a row names it. */
  readonly rows: readonly (readonly string[])[];
}

export function htmlTable(label: string, { head, rows }: TableSpec): string {
  const titles = head.map((title) => element('th', { scope: 'col' }, escapeText(title)));
  const lines = rows.map(([name, ...cells]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      ...cells.map((cell) => element('td', {}, cell)),
    ),
  );
  return scrollable(
    label,
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...titles)),
      element('tbody', {}, ...lines),
    ),
    rows.length > longTable,
  );
}

/** Of parts of what has a heading of its own: of the page the second level, else the third. */
export type PartLevel = 'h2' | 'h3';

export function partHeading(level: PartLevel, text: string): string {
  return element(level, { class: 'part' }, escapeText(text));
}

export function faintParagraph(text: string): string {
  return element('p', { class: 'faint' }, escapeText(text));
}

/** Terms and what they are. */
export function definitions(entries: readonly (readonly [string, string])[]): string {
  const rows = entries.map(
    ([term, text]) => element('dt', {}, escapeText(term)) + element('dd', {}, escapeText(text)),
  );
  return element('dl', {}, ...rows);
}
