/**
 * The scope of each character of a text by a TextMate grammar whose patterns hold no others but escapes: of the rules that
 * fit from a place on in a line the first, of several at one place the one that stands first
 * (https://macromates.com/manual/en/language_grammars).
 */
interface Rule {
  readonly include?: string;
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Rule[];
}

export interface Grammar {
  readonly patterns: readonly Rule[];
  readonly repository: Readonly<Record<string, Rule>>;
}

export function scopesIn(grammar: Grammar, text: string): string[] {
  const flat = (rule: Rule): readonly Rule[] => {
    if (rule.include !== undefined) return flat(grammar.repository[rule.include.slice(1)]!);
    return rule.match === undefined && rule.begin === undefined
      ? rule.patterns!.flatMap(flat)
      : [rule];
  };
  const rules = grammar.patterns.flatMap(flat).map((rule) => ({
    rule,
    pattern: new RegExp(rule.match ?? rule.begin!, 'ugd'),
  }));
  const scopes = new Array<string>(text.length).fill('');
  let open: Rule | undefined;
  let start = 0;
  for (const line of text.split('\n')) {
    const mark = (from: number, to: number, name: string | undefined): void => {
      if (name !== undefined) scopes.fill(name, start + from, start + to);
    };
    for (let at = 0; at <= line.length; ) {
      if (open !== undefined) {
        const end = new RegExp(open.end!, 'uy');
        let to = at;
        let isClosed = false;
        while (to < line.length && !isClosed) {
          end.lastIndex = to;
          const isEscape = open.patterns !== undefined && line[to] === '\\';
          const found = isEscape ? null : end.exec(line);
          if (found !== null) isClosed = true;
          to += found?.[0].length ?? (isEscape ? 2 : 1);
        }
        mark(at, to, open.name);
        if (isClosed || open.end!.includes('$')) open = undefined;
        at = to;
        if (at >= line.length) break;
        continue;
      }
      let first: { readonly rule: Rule; readonly found: RegExpExecArray } | undefined;
      for (const { rule, pattern } of rules) {
        pattern.lastIndex = at;
        const found = pattern.exec(line);
        if (found !== null && (first === undefined || found.index < first.found.index)) {
          first = { rule, found };
        }
      }
      if (first === undefined) break;
      const { rule, found } = first;
      const end = found.index + found[0].length;
      mark(found.index, end, rule.name);
      for (const [group, { name }] of Object.entries(rule.captures ?? {})) {
        const [from, to] = found.indices![Number(group)] ?? [0, 0];
        mark(from, to, name);
      }
      if (rule.begin !== undefined) open = rule;
      at = Math.max(end, at + (rule.begin === undefined ? 1 : 0));
    }
    start += line.length + 1;
  }
  return scopes;
}
