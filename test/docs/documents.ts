import { readdirSync, readFileSync } from 'node:fs';

export const root = new URL('../../', import.meta.url);

/** The documents that people read, by their paths from the project's folder. */
export const documents: readonly string[] = [
  'README.md',
  ...markdownIn('docs'),
  ...markdownIn('models'),
];

function markdownIn(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.md') && !path.startsWith('docs/api/'))
    .sort();
}

export function readDocument(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** A fenced block of a document. */
export interface CodeBlock {
  /** `README.md, line 12` */
  readonly place: string;
  /** What stands behind the fence: `bayes not-yet`. */
  readonly language: string;
  /** Where readers are told to keep it: `bayes stopping/growing.bayes` is a model, kept in that file. */
  readonly file?: string;
  readonly text: string;
  /** The block that follows it in the document. */
  readonly next?: CodeBlock;
}

/** The fenced blocks of a document, in order. */
export function codeBlocks(path: string): CodeBlock[] {
  const lines = readDocument(path).split('\n');
  const blocks: { -readonly [Key in keyof CodeBlock]: CodeBlock[Key] }[] = [];
  let open: { line: number; language: string } | undefined;
  lines.forEach((line, k) => {
    if (!line.startsWith('```')) return;
    if (open === undefined) {
      open = { line: k, language: line.slice(3).trim() };
      return;
    }
    const text = lines.slice(open.line + 1, k).join('\n');
    const place = `${path}, line ${open.line + 1}`;
    const [language, file] = open.language.split(/ (?=\S+\.bayes$)/);
    const block = { place, language, text, ...(file !== undefined && { file }) };
    if (blocks.length > 0) blocks[blocks.length - 1].next = block;
    blocks.push(block);
    open = undefined;
  });
  if (open !== undefined) throw new Error(`${path}: the block in line ${open.line + 1} has no end`);
  return blocks;
}

export const allBlocks: readonly CodeBlock[] = documents.flatMap(codeBlocks);
