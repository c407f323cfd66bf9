import { element, escapeText } from '../markup.ts';
import { colourRules, pictureRules } from './theme.ts';

/** Something drawn, of a size, not yet in a document. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** What it shows, for those who cannot see it too. */
  readonly title: string;
  /** Markup in units of the picture, origin at the top left. */
  readonly body: string;
}

const styles = `${colourRules('.picture')}\n${pictureRules}`;

/** A picture as an SVG document that stands on its own, light or dark as its reader prefers. */
export function svgDocument(picture: Picture): string {
  return `${svgElement(picture, element('style', {}, escapeText(styles)))}\n`;
}

/** A picture for a page that has the rules of `pictureRules` and `colourRules`. */
export function svgElement({ width, height, title, body }: Picture, styleElement = ''): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'picture',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': title,
    },
    styleElement,
    element('title', {}, escapeText(title)),
    body,
  );
}

/** Space between pictures that stand together. */
const gap = 12;

/** Several pictures as one, in rows of `columns`. */
export function arrange(pictures: readonly Picture[], title: string, columns: number): Picture {
  if (pictures.length === 1) return { ...pictures[0], title };
  let width = 0;
  let top = 0;
  const placed: string[] = [];
  for (let row = 0; row < pictures.length; row += columns) {
    const members = pictures.slice(row, row + columns);
    let left = 0;
    for (const member of members) {
      placed.push(element('g', { transform: `translate(${left} ${top})` }, member.body));
      left += member.width + gap;
    }
    width = Math.max(width, left - gap);
    top += Math.max(...members.map((member) => member.height)) + gap;
  }
  return { width, height: top - gap, title, body: placed.join('') };
}
