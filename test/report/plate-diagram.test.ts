import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/api/compile.ts';
import { at, route } from '../../src/report/diagram/arrows.ts';
import { type Box, layOut } from '../../src/report/diagram/layout.ts';
import { plateDiagram } from '../../src/report/diagram/plate-diagram.ts';
import { svgDocument } from '../../src/report/svg/picture.ts';
import { type Influences, influencesOf } from '../../src/semantics/influences.ts';

const folders = [
  'models',
  'bench',
  'test/models',
  'test/validation/posteriordb',
  'test/golden/semantics',
];
const models = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.bayes'))
    .flatMap((name) => {
      const { model } = analyse(readFileSync(`${folder}/${name}`, 'utf8'), name);
      return model === undefined ? [] : [[`${folder}/${name}`, influencesOf(model.typed)] as const];
    }),
);

const overlap = (a: Box, b: Box): boolean =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;
const holds = (outer: Box, inner: Box): boolean =>
  Math.abs(outer.x - inner.x) <= (outer.width - inner.width) / 2 &&
  Math.abs(outer.y - inner.y) <= (outer.height - inner.height) / 2;

/** What is wrong with a layout, in words. */
function faults(influences: Influences): string[] {
  const { boxes, plates } = layOut(influences);
  const found: string[] = [];
  influences.values.forEach(({ key, dimensions }, k) => {
    const box = boxes.get(key)!;
    for (const { key: other } of influences.values.slice(k + 1)) {
      if (overlap(box, boxes.get(other)!)) found.push(`${key} and ${other} overlap`);
    }
    const around = plates.filter((plate) => overlap(plate, box));
    for (const plate of around) {
      if (!holds(plate, box)) found.push(`${key} is cut by ${plate.label}`);
    }
    const labels = around.map(({ label }) => label).sort();
    const expected = dimensions.map((name) => influences.dimensions.get(name)).sort();
    if (labels.join() !== expected.join())
      found.push(`${key} stands on ${labels}, not ${expected}`);
  });
  return found;
}

describe('plate diagrams', () => {
  it('every value of every model stands on the plates of its dimensions and on no other', () => {
    expect(models.length).toBeGreaterThan(60);
    const wrong = models.flatMap(([name, influences]) =>
      faults(influences).map((fault) => `${name}: ${fault}`),
    );
    expect(wrong).toEqual([]);
  });

  it('so do those of any dimensions and arrows', () => {
    const names = ['a', 'b', 'c', 'd'];
    const labels = new Map(names.map((name, k) => [name, `${name}${'-'.repeat(12 * k)}`]));
    const value = fc.record({
      dimensions: fc.subarray(names, { maxLength: 3 }),
      kind: fc.constantFrom('drawn', 'computed', 'given', 'factor'),
      known: fc.boolean(),
      label: fc.string({ maxLength: 30 }),
    });
    const arrow = fc.tuple(fc.nat(11), fc.nat(11));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 12 }), fc.array(arrow), (shown, pairs) => {
        const values = shown.map((v, k) => ({
          ...v,
          key: String(k),
          reported: false,
          span: { start: k, end: k },
        })) as Influences['values'];
        const arrows = pairs
          .filter((ends) => ends.every((end) => end < shown.length))
          .map(([from, to]) => ({ from: String(from), to: String(to) }));
        const influences = { values, arrows, dimensions: labels };
        expect(faults(influences)).toEqual([]);
        expect(svgDocument(plateDiagram(influences, 't', () => ''))).not.toMatch(/NaN|undefined/);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('parameters stand above what follows from them', () => {
    const [, radon] = models.find(([name]) => name === 'models/radon/radon.bayes')!;
    const { boxes } = layOut(radon);
    for (const { from, to } of radon.arrows) {
      expect(boxes.get(from)!.y).toBeLessThan(boxes.get(to)!.y);
    }
  });

  it('arrows go around what is in their way', () => {
    const box = (y: number) => ({ x: 0, y, width: 60, height: 30, round: true });
    const curve = route(box(0), box(200), [box(100)]);
    expect(Math.abs(at(curve, 0.5).x)).toBeGreaterThan(30);
    const straight = route(box(0), box(200), []);
    expect(straight).toMatchObject({ from: { x: 0, y: 15 }, control: { x: 0, y: 100 } });
  });

  it('texts of the model are escaped', () => {
    const { model } = analyse(
      'data y: positive param m ~ Normal(0, 1) observe y * (1 < 2) ~ Normal(m, 1)',
    );
    const svg = svgDocument(plateDiagram(influencesOf(model!.typed), 'a & b', () => '<script>'));
    expect(svg).toContain('y * (1 &lt; 2)');
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).toContain('a &amp; b');
  });
});
