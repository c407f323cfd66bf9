/**
 * An expression for the page: texts of pictures that reach beyond their picture, or lie on each other. Names are given
 * as far as they are seen; a unit of overlap is nobody's trouble.
 */
export const misplacedTexts = `(() => {
  const found = [];
  const slack = 1;
  for (const picture of document.querySelectorAll('svg.picture')) {
    const frame = picture.getBoundingClientRect();
    const texts = [...picture.querySelectorAll('text')].map((element) => ({
      words: element.textContent, box: element.getBoundingClientRect(),
    }));
    for (const [k, { words, box }] of texts.entries()) {
      if (box.left < frame.left - slack || box.right > frame.right + slack ||
          box.top < frame.top - slack || box.bottom > frame.bottom + slack)
        found.push('beyond the picture: ' + words);
      for (const other of texts.slice(k + 1)) {
        const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        // lines of text are higher than their letters
        if (wide > slack && high > 4) found.push(words + ' on ' + other.words);
      }
    }
  }
  return found;
})()`;
