/**
 * The layers of the project, lowest first: a file may import from its own layer and from those above its line.
 * A folder inside a layer that has a line of its own is a layer of its own.
 */
export const layers: readonly string[] = [
  'src/version.ts',
  'src/diagnostics',
  'src/numerics',
  'src/webassembly',
  'src/random',
  'src/linear-algebra',
  'src/differential-equations',
  'grammar',
  'src/syntax',
  'src/graph',
  'src/autodiff',
  'src/functions',
  'src/layers',
  'src/transforms',
  'src/distributions',
  'src/semantics',
  'src/binding',
  'src/engines',
  'src/engines/reference',
  'src/engines/wasm',
  'src/engines/tfjs',
  'src/lowering',
  'src/inference',
  'src/results',
  'src/evidence',
  'src/posterior',
  'src/launch',
  'src/parallel',
  'src/storage',
  'src/api',
  'src/report',
  'src/language-server',
  'src/index.ts',
  'src/cli',
];

/** The layer of a file, by its path from the project's folder; the longest that fits. */
export function layerOf(path: string): string | undefined {
  return layers
    .filter((layer) => path === layer || path.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)[0];
}

export interface PackageRule {
  readonly name: RegExp;
  /** The only layers that may import it. */
  readonly layers: readonly string[];
  /** Layers that may name its types besides. */
  readonly typesIn?: readonly string[];
}

/** Packages that the product imports. */
export const packages: readonly PackageRule[] = [
  { name: /^chevrotain$/, layers: ['grammar', 'src/syntax'] },
  { name: /^(csv-parse\/|fflate$|@uwdata\/flechette$)/, layers: ['src/binding'] },
  { name: /^@tensorflow\//, layers: ['src/engines/tfjs'], typesIn: ['src/api'] },
  { name: /^vscode-languageserver/, layers: ['src/language-server'] },
  { name: /^node:/, layers: ['src/launch', 'src/parallel', 'src/storage', 'src/cli'] },
];

/** Globals of one kind of host, which only the command may use. */
export const hostGlobals: ReadonlySet<string> = new Set([
  'console',
  'process',
  'Buffer',
  'require',
  'window',
  'document',
  '__dirname',
  '__filename',
]);
