/** A reader of XML, strict on what it must be: one root, tags that match, attributes quoted and once, marks escaped. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
};

export function readXml(text: string): XmlElement {
  const open: {
    name: string;
    attributes: Record<string, string>;
    children: (XmlElement | string)[];
  }[] = [{ name: '', attributes: {}, children: [] }];
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`${what} at ${at}: ${text.slice(at, at + 60)}`);
  };
  const unescaped = (part: string): string => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML forbids them
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(part))
      fail('a forbidden character');
    return part.replace(/&([^;]*);?/g, (_, name: string) => entities[name] ?? fail('a bare &'));
  };
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const between = text.slice(at, next < 0 ? undefined : next);
    if (between !== '') open.at(-1)!.children.push(unescaped(between));
    if (next < 0) break;
    at = next;
    const tag = /^<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)(\/?)>/.exec(text.slice(at));
    if (tag === null) return fail('no tag');
    const [whole, closing, name, written, empty] = tag;
    if (closing) {
      const done = open.pop()!;
      if (done.name !== name) fail(`</${name}> ends <${done.name}>`);
      open.at(-1)!.children.push(done);
    } else {
      const attributes: Record<string, string> = {};
      for (const [, key, value] of written.matchAll(/([\w:-]+)="([^"]*)"/g)) {
        if (Object.hasOwn(attributes, key)) fail(`${key} twice`);
        attributes[key] = unescaped(value);
      }
      const element = { name, attributes, children: [] };
      if (empty) open.at(-1)!.children.push(element);
      else open.push(element);
    }
    at += whole.length;
  }
  const [root, ...unclosed] = open;
  if (unclosed.length > 0) fail(`<${unclosed[0].name}> has no end`);
  const elements = root.children.filter(
    (child) => typeof child !== 'string' || child.trim() !== '',
  );
  if (elements.length !== 1 || typeof elements[0] === 'string') return fail('not one root');
  return elements[0];
}

/** All elements of a name and, where it is given, a class. */
export function all(root: XmlElement, name: string, className?: string): XmlElement[] {
  const own =
    root.name === name &&
    (className === undefined || (root.attributes.class ?? '').split(' ').includes(className));
  const inner = root.children.flatMap((child) =>
    typeof child === 'string' ? [] : all(child, name, className),
  );
  return own ? [root, ...inner] : inner;
}

export function textOf(element: XmlElement): string {
  return element.children
    .map((child) => (typeof child === 'string' ? child : textOf(child)))
    .join('');
}

/** The points of a path of straight lines. */
export function pointsOf(path: XmlElement): [number, number][] {
  return path.attributes.d
    .split(/[MLZ]/)
    .filter((part) => part !== '')
    .map((part) => part.split(' ').map(Number) as [number, number]);
}
