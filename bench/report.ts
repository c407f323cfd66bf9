import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { renderTable } from '../src/report/terminal/table.ts';
import { markdownTable, replaceBetweenMarkers } from '../test/docs/markers.ts';

/** Before the benchmark adds to it. */
const [loadBefore] = loadavg();

const document = new URL('../docs/performance.md', import.meta.url);

export interface Table {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function printTable({ titles, rows }: Table): void {
  const columns = titles.map((title, k) => ({
    title,
    align: k === 0 ? ('left' as const) : ('right' as const),
  }));
  console.log(renderTable(columns, rows));
}

/** A line on standard error: what is being measured. */
export function progress(line: string): void {
  console.error(line);
}

/** When and on what the figures were measured. */
export function describeRun(): string {
  const { model } = cpus()[0];
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`;
  const busy =
    loadBefore < 1 ? '' : ' The machine was busy with other work: all figures are too large.';
  return `Measured on ${date}: ${machine}; load average before ${loadBefore.toFixed(1)}.${busy}`;
}

/** Replaces parts of docs/performance.md between their markers. */
export function writeParts(parts: Readonly<Record<string, string | Table>>): void {
  let text = readFileSync(document, 'utf8');
  for (const [name, part] of Object.entries(parts)) {
    const content = typeof part === 'string' ? part : markdownTable(part.titles, part.rows);
    text = replaceBetweenMarkers(text, name, content);
  }
  writeFileSync(document, text);
}

/** To three digits; nothing for what was not measured. */
export function significant(value: number | undefined): string {
  if (value === undefined) return '';
  if (value === 0 || value >= 100) return value.toFixed(0);
  const digits = 2 - Math.floor(Math.log10(value));
  return value.toFixed(Math.min(digits, 4));
}
