/** What is wrong with a position that is not among `extent` elements. */
export function indexMessage(position: number, extent: number): string {
  return extent === 0
    ? `position ${position} was asked for, but there are no elements`
    : `position ${position} (counted from 0) is outside 0 to ${extent - 1}`;
}
