/** What the site of `npm run docs` has beyond TypeDoc: models in colours, pages by their headings, pages below others. */
import { type Application, Converter, type DocumentReflection, MarkdownEvent } from 'typedoc';
import { highlight } from '../src/report/html/highlight.ts';

/** Pages that others stand below, by where these lie. */
const below: readonly (readonly [folder: string, page: string])[] = [
  ['models/', 'docs/gallery.md'],
  ['docs/decisions/', 'docs/architecture.md'],
];

/** Called by TypeDoc. */
export function load(app: Application): void {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document: DocumentReflection) => {
    document.name = headingOf(document) ?? document.name;
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const pages = project.documents ?? [];
    const pathOf = (page: DocumentReflection): string =>
      project.files.getReflectionPath(page)?.replace(`${process.cwd()}/`, '') ?? '';
    for (const [folder, parentPath] of below) {
      const parent = pages.find((page) => pathOf(page) === parentPath)!;
      for (const page of pages.filter((one) => pathOf(one).startsWith(folder))) {
        for (const list of [project.documents!, project.childrenIncludingDocuments!])
          list.splice(list.indexOf(page), 1);
        page.parent = parent;
        parent.addChild(page);
      }
    }
  });
  // before TypeDoc reads the text as Markdown
  app.renderer.on(
    MarkdownEvent.PARSE,
    (event: MarkdownEvent) => {
      event.parsedText = event.parsedText.replace(
        /^```bayes[^\n]*\n([\s\S]*?)^```$/gm,
        (_, model: string) => `<pre><code class="bayes">${highlight(model)}</code></pre>\n`,
      );
    },
    100,
  );
}

function headingOf({ content }: DocumentReflection): string | undefined {
  const text = content.map((part) => part.text).join('');
  return /^# (.+)$/m.exec(text)?.[1];
}
