import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compile, loadFit, SavedFitError, StorageError } from '../../src/index.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/storage/fit-folder.ts';
import { writeAtomically } from '../../src/storage/write-atomically.ts';

const root = mkdtempSync(join(tmpdir(), 'credence-fit-'));
afterAll(() => rmSync(root, { recursive: true }));

const source = `model "Two groups"
dim group = ["a", "b"]
dim obs
data g[obs]: group
data y[obs]: real
param m[group] ~ Normal(0, 2)
let twice[group] = 2 * m
observe y ~ Normal(m[g], 1)
output gap = m["a"] - m["b"]
output y_new ~ Normal(gap, 1)
`;
const posterior = compile(source, { fileName: 'groups.bayes' }).bind({
  g: ['a', 'a', 'b'],
  y: [1, 2, 4],
});
const options = { method: 'nuts', chains: 2, draws: 100, warmup: 100, seed: 7 } as const;

describe('a fit in a folder', () => {
  it('comes back as it was', async () => {
    const fit = await posterior.fit(options);
    const folder = join(root, 'new', 'fit');
    await fit.save(folder);
    const again = await loadFit(folder);
    for (const name of ['m', 'gap', 'y_new']) expect(again.draws(name)).toEqual(fit.draws(name));
    expect(again.summary()).toEqual(fit.summary());
    expect(again.summary()[0].label).toBe('m[a]');
    expect(again.toJSON()).toEqual(fit.toJSON());
    expect(again.toArviz()).toEqual(fit.toArviz());
    expect(again.toStanCsv()).toEqual(fit.toStanCsv());
    expect(readFileSync(join(folder, 'model.bayes'), 'utf8')).toBe(source);
    const { origin } = JSON.parse(readFileSync(join(folder, 'fit.json'), 'utf8'));
    expect(origin).toMatchObject({
      fileName: 'groups.bayes',
      settings: options,
      forms: { m: 'centred' },
    });
    expect(origin.data).toMatch(/^[0-9a-f]{16}$/);
    // lets are computed from data and points, which are not kept
    expect(fit.draws('twice')).toHaveLength(200);
    expect(() => again.draws('twice')).toThrow('there are no draws of twice');
  });

  it('is replaced by a later one, of which nothing is left but its own files', async () => {
    const folder = join(root, 'twice');
    await (await posterior.fit(options)).save(folder);
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    await writeCheckpoint(folder, { a: 1 });
    const later = await posterior.fit({ ...options, seed: 8 });
    await later.save(folder);
    expect((await loadFit(folder)).draws('m')).toEqual(later.draws('m'));
    const names = readdirSync(folder).map((name) => name.replace(/[0-9a-f]{16}/, '*'));
    expect(names.sort()).toEqual(['draws-*.f64', 'fit.json', 'model.bayes', 'notes.txt']);
  });

  it('that is none, damaged or of another version is refused in words', async () => {
    await expect(loadFit(join(root, 'nowhere'))).rejects.toThrow(StorageError);
    await expect(loadFit(join(root, 'nowhere'))).rejects.toThrow('holds no fit');
    const folder = join(root, 'damaged');
    await (await posterior.fit(options)).save(folder);
    const [draws] = readdirSync(folder).filter((name) => name.startsWith('draws-'));
    const bytes = readFileSync(join(folder, draws));
    bytes[100] ^= 1;
    writeFileSync(join(folder, draws), bytes);
    await expect(loadFit(folder)).rejects.toThrow(SavedFitError);
    rmSync(join(folder, draws));
    await expect(loadFit(folder)).rejects.toThrow('a file that belongs to it is missing');
    const header = readFileSync(join(folder, 'fit.json'), 'utf8');
    writeFileSync(join(folder, 'fit.json'), header.slice(0, 1000));
    await expect(loadFit(folder)).rejects.toThrow(/fit\.json: is damaged/);
    writeFileSync(join(folder, 'fit.json'), '[]');
    await expect(loadFit(folder)).rejects.toThrow('is no saved fit');
    writeFileSync(join(folder, draws), bytes);
    writeFileSync(join(folder, 'fit.json'), header.replace('"credence fit 1"', '"credence fit 9"'));
    await expect(loadFit(folder)).rejects.toThrow('no fit that this version of credence can read');
    const file = join(root, 'file');
    writeFileSync(file, '');
    await expect((await posterior.fit(options)).save(file)).rejects.toThrow(
      'is a file, not a folder',
    );
  });

  it('keeps a checkpoint with its very numbers', async () => {
    const folder = join(root, 'twice');
    const state = { position: [0.1, -0, Number.NaN, Infinity], random: { key: [1, 2] } };
    await writeCheckpoint(folder, state);
    expect(await readCheckpoint(folder)).toStrictEqual(state);
    expect(await readCheckpoint(join(root, 'nowhere'))).toBeUndefined();
    writeFileSync(join(folder, 'checkpoint.json'), '{ "a": ');
    await expect(readCheckpoint(folder)).rejects.toThrow(/checkpoint\.json: is damaged/);
  });
});

describe('a file written whole', () => {
  it('leaves nothing beside it where it cannot take its place', async () => {
    const folder = join(root, 'taken');
    mkdirSync(join(folder, 'file'), { recursive: true });
    await expect(writeAtomically(join(folder, 'file'), 'text')).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['file']);
    await writeAtomically(join(folder, 'other'), 'text');
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('text');
    expect(readdirSync(folder).sort()).toEqual(['file', 'other']);
  });
});
