/** Text as XML and HTML may hold it: marks escaped, characters that XML forbids replaced. */
export function escapeText(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (mark) => ENTITIES[mark]);
}

/** Control characters, lone surrogates and two non-characters: the complement of `Char` of XML 1.0. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with attributes, which are escaped, around markup, which is not. Numbers have at most two decimals. */
export function element(name: string, attributes: Attributes, ...content: string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const text = typeof value === 'number' ? coordinate(value) : value!;
      return ` ${key}="${escapeText(text)}"`;
    })
    .join('');
  return content.length === 0
    ? `<${name}${written}/>`
    : `<${name}${written}>${content.join('')}</${name}>`;
}

/** A length in a picture: hundredths of a unit are not seen. */
export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}
