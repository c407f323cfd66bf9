import type { Influenced, Influences } from '../../semantics/influences.ts';
import { coordinate, element, escapeText } from '../markup.ts';
import type { Picture } from '../svg/picture.ts';
import { at, type Curve, type Point, route, type Shape } from './arrows.ts';
import { type Box, layOut, type PlacedPlate } from './layout.ts';
import { legendOf } from './legend.ts';
import { outline } from './outline.ts';

/** Rules of the marks of diagrams, in the colours of pictures. */
const rules = [
  '.picture .value{fill:var(--ground);stroke:var(--ink);stroke-width:1.2}',
  '.picture .known{fill:var(--grid);stroke:var(--ink);stroke-width:1.2}',
  '.picture .reported{stroke-dasharray:4 3}',
  '.picture .factor{fill:var(--ink);stroke:none}',
  '.picture .plate{fill:none;stroke:var(--faint);stroke-width:1}',
  '.picture .arrow{fill:none;stroke:var(--faint);stroke-width:1.2}',
  '.picture .head{fill:var(--faint);stroke:none}',
  '.picture .label{font-size:13px;text-anchor:middle}',
  '.picture .distribution{font-size:11px;text-anchor:middle;fill:var(--faint)}',
  '.picture .dimension{font-size:11px;font-style:italic;fill:var(--faint)}',
].join('\n');

const border = 16;

/**
 * A model as a plate diagram (Buntine 1994): what is drawn from a distribution is round, what is computed or
 * given is square, what is known is shaded, what is reported beyond the parameters is dashed. A value stands
 * on the plates of its dimensions.
 *
 * @param tooltipOf what a viewer shows of a value besides, such as its statement
 */
export function plateDiagram(
  influences: Influences,
  title: string,
  tooltipOf: (value: Influenced) => string,
): Picture {
  const { boxes, plates } = layOut(influences);
  const shapes = new Map(
    influences.values.map(({ key, kind }): [string, Shape] => [
      key,
      { ...boxes.get(key)!, round: kind === 'drawn' },
    ]),
  );
  const curves = influences.arrows.map(({ from, to }) => {
    if (from === to) return loop(shapes.get(from)!);
    const others = [...shapes].filter(([key]) => key !== from && key !== to);
    const obstacles = [...others.map(([, shape]) => shape), ...plates.map(labelBox)];
    return route(shapes.get(from)!, shapes.get(to)!, obstacles);
  });

  const points = curves.flatMap((curve) => [0.25, 0.5, 0.75].map((t) => at(curve, t)));
  const edges = [...boxes.values(), ...plates].flatMap(({ x, y, width, height }) => [
    { x: x - width / 2, y: y - height / 2 },
    { x: x + width / 2, y: y + height / 2 },
  ]);
  const xs = [...points, ...edges].map(({ x }) => x);
  const ys = [...points, ...edges].map(({ y }) => y);
  const left = Math.min(0, ...xs) - border;
  const top = Math.min(0, ...ys) - border;
  const legend = legendOf(influences.values);
  const width = Math.max(Math.max(0, ...xs) - left + border, legend.width + 2 * border);
  const height = Math.max(0, ...ys) - top + border;
  const slack = (width - (Math.max(0, ...xs) - left + border)) / 2;

  const body = element(
    'g',
    { transform: `translate(${coordinate(slack - left)} ${coordinate(-top)})` },
    ...plates.map(drawPlate),
    ...curves.map(drawArrow),
    ...influences.values.map((value) => drawValue(value, boxes.get(value.key)!, tooltipOf(value))),
  );
  const explained = element(
    'g',
    { transform: `translate(${border} ${coordinate(height)})` },
    legend.body,
  );
  return {
    width: Math.ceil(width),
    height: Math.ceil(height + legend.height + border),
    title,
    body: element('style', {}, escapeText(rules)) + body + explained,
  };
}

function drawPlate(plate: PlacedPlate): string {
  const { x, y, width, height, label, labelRight } = plate;
  return (
    element('rect', {
      class: 'plate',
      x: x - width / 2,
      y: y - height / 2,
      width,
      height,
      rx: 6,
    }) +
    element(
      'text',
      {
        class: 'dimension',
        x: labelRight ? x + width / 2 - 8 : x - width / 2 + 8,
        y: y + height / 2 - 6,
        ...(labelRight && { 'text-anchor': 'end' }),
      },
      escapeText(label),
    )
  );
}

/** Where the label of a plate stands. */
function labelBox({ x, y, width, height, label, labelRight }: PlacedPlate): Box {
  const length = label.length * 6.2;
  const inward = length / 2 + 8;
  return {
    x: labelRight ? x + width / 2 - inward : x - width / 2 + inward,
    y: y + height / 2 - 10,
    width: length,
    height: 8,
  };
}

function drawValue(value: Influenced, box: Box, tooltip: string): string {
  const { kind, label, distribution, known, reported } = value;
  const { x, y } = box;
  const look = `${known ? 'known' : 'value'}${reported ? ' reported' : ''}`;
  const texts =
    kind === 'factor'
      ? [element('text', { class: 'distribution', x, y: y + 20 }, escapeText(label))]
      : [
          element(
            'text',
            { class: 'label', x, y: y + (distribution ? -1 : 4.5) },
            escapeText(label),
          ),
          ...(distribution
            ? [element('text', { class: 'distribution', x, y: y + 13 }, escapeText(distribution))]
            : []),
        ];
  return element(
    'g',
    {},
    element('title', {}, escapeText(tooltip)),
    outline(kind, box, kind === 'factor' ? 'factor' : look),
    ...texts,
  );
}

function drawArrow({ from, control, to }: Curve): string {
  const path = `M${pair(from)}Q${pair(control)} ${pair(to)}`;
  return element('path', { class: 'arrow', d: path }) + arrowHead(control, to);
}

function arrowHead(before: Point, tip: Point): string {
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const corner = (turn: number): Point => ({
    x: tip.x - 8 * Math.cos(angle + turn),
    y: tip.y - 8 * Math.sin(angle + turn),
  });
  return element('path', {
    class: 'head',
    d: `M${pair(tip)}L${pair(corner(0.4))}L${pair(corner(-0.4))}Z`,
  });
}

/** The arrow of a value that uses earlier elements of itself, at its right side. */
function loop({ x, y, width, height }: Shape): Curve {
  const right = x + width / 2;
  return {
    from: { x: right - 4, y: y + height / 4 },
    control: { x: right + 44, y },
    to: { x: right - 3, y: y - height / 4 },
  };
}

const pair = ({ x, y }: Point): string => `${coordinate(x)} ${coordinate(y)}`;
