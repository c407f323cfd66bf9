import type { IToken } from 'chevrotain';

/** The comments between two tokens. */
export interface Gap {
  /** Behind the token before them, up to the end of its line. */
  readonly trailing: readonly string[];
  /** On lines of their own. */
  readonly lines: readonly { readonly text: string; readonly followsEmptyLine: boolean }[];
  /** In front of the token behind them, on its line. */
  readonly leading: readonly string[];
  /** Whether an empty line stands before the token, or before the comments on its line. */
  readonly endsWithEmptyLine: boolean;
}

/** Whether the comments of a gap need the end of a line. */
export function endsLine({ trailing, lines }: Gap): boolean {
  return trailing.length + lines.length > 0;
}

/** The gaps before two tokens that follow each other, as one: what stands before the second alone. */
export function joined(first: Gap, second: Gap): Gap {
  const line = (text: string) => ({ text, followsEmptyLine: false });
  const behind = [...first.leading, ...second.trailing];
  return {
    trailing: first.trailing,
    lines: [...first.lines, ...behind.map(line), ...second.lines],
    leading: second.leading,
    endsWithEmptyLine: second.endsWithEmptyLine,
  };
}

export const NO_COMMENTS: Gap = {
  trailing: [],
  lines: [],
  leading: [],
  endsWithEmptyLine: false,
};

interface Piece {
  readonly text: string;
  readonly isOneLine: boolean;
  /** Line breaks between the piece before it, or the token, and this one. */
  readonly lineBreaks: number;
}

/**
 * Finds the comments before each token: tokens and comments in the order of the text. What stands
 * before the offset of the text's end are those behind the last token.
 */
export function gapsOf(
  text: string,
  tokens: readonly IToken[],
  comments: readonly IToken[],
): Map<number, Gap> {
  const gaps = new Map<number, Gap>();
  let end = 0;
  let next = 0;
  const ends = [...tokens.map((token) => token.startOffset), text.length];
  ends.forEach((offset, i) => {
    const pieces: Piece[] = [];
    for (let at = end; ; next++) {
      const comment = comments[next];
      if (comment === undefined || comment.startOffset >= offset) {
        const after = lineBreaks(text.slice(at, offset));
        gaps.set(offset, gapOf(pieces, after, i === 0, i === tokens.length));
        break;
      }
      pieces.push({
        text: comment.image.replace(/\r\n?/g, '\n').trimEnd(),
        isOneLine: !/[\r\n]/.test(comment.image),
        lineBreaks: lineBreaks(text.slice(at, comment.startOffset)),
      });
      at = comment.startOffset + comment.image.length;
    }
    end = offset + (tokens[i]?.image.length ?? 0);
  });
  return gaps;
}

function lineBreaks(text: string): number {
  return text.split(/\r\n|\r|\n/).length - 1;
}

function gapOf(pieces: readonly Piece[], after: number, isFirst: boolean, isLast: boolean): Gap {
  let from = 0;
  if (!isFirst) while (pieces[from]?.lineBreaks === 0 && pieces[from]!.isOneLine) from++;
  let to = pieces.length;
  if (!isLast && after === 0) {
    while (to > 0 && pieces[to - 1]!.isOneLine) {
      to--;
      if (pieces[to]!.lineBreaks > 0) break;
    }
  }
  // where all stand on the line of both tokens, they belong to the one behind them
  if (from > to) from = 0;
  const lines: { text: string; followsEmptyLine: boolean }[] = [];
  for (const { text, lineBreaks: before } of pieces.slice(from, to)) {
    const last = lines.at(-1);
    if (last !== undefined && before === 0) last.text += ` ${text}`;
    else lines.push({ text, followsEmptyLine: before > 1 });
  }
  const leading = pieces.slice(to);
  return {
    trailing: pieces.slice(0, from).map((piece) => piece.text),
    lines,
    leading: leading.map((piece) => piece.text),
    endsWithEmptyLine: (leading[0]?.lineBreaks ?? after) > 1,
  };
}
