import type { DataFile } from './messages.ts';

/** Texts longer than this are not shown to be changed: a text field of the browser would be slow with them. */
const longestShown = 200_000;

/** The files of data, each with its text to be looked at and changed. */
export class DataFiles {
  private readonly place: HTMLElement;
  private readonly onChange: () => void;
  private list: DataFile[] = [];

  constructor(place: HTMLElement, onChange: () => void) {
    this.place = place;
    this.onChange = onChange;
  }

  get all(): readonly DataFile[] {
    return this.list;
  }

  set all(files: readonly DataFile[]) {
    this.list = [...files];
    this.place.replaceChildren(...files.map((file) => this.element(file)));
  }

  /** With more files; one of the same name takes the place of the other. */
  add(files: readonly DataFile[]): void {
    const names = new Set(files.map(({ name }) => name));
    this.all = [...this.list.filter(({ name }) => !names.has(name)), ...files];
    this.onChange();
  }

  /** An empty table with a name of its own, open to be filled. */
  addEmpty(): void {
    const names = new Set(this.list.map(({ name }) => name));
    let name = 'table.csv';
    for (let k = 2; names.has(name); k++) name = `table-${k}.csv`;
    this.add([{ name, text: '' }]);
    const details = this.place.lastElementChild as HTMLDetailsElement;
    details.open = true;
    details.querySelector('textarea')?.focus();
  }

  private element(file: DataFile): HTMLElement {
    const details = document.createElement('details');
    const summary = document.createElement('summary');
    summary.textContent = `${file.name}, ${sizeOf(file)}`;
    details.append(summary);
    if (file.text.length <= longestShown) {
      const field = document.createElement('textarea');
      Object.assign(field, { value: file.text, rows: 8, spellcheck: false, wrap: 'off' });
      field.setAttribute('aria-label', `Text of ${file.name}`);
      field.addEventListener('input', () => {
        const changed = { name: file.name, text: field.value };
        this.list = this.list.map((one) => (one.name === file.name ? changed : one));
        summary.textContent = `${file.name}, ${sizeOf(changed)}`;
        this.onChange();
      });
      details.append(field);
    }
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.className = 'quiet';
    remove.textContent = `Remove ${file.name}`;
    remove.addEventListener('click', () => {
      this.all = this.list.filter(({ name }) => name !== file.name);
      this.onChange();
    });
    const line = document.createElement('p');
    line.append(remove);
    details.append(line);
    return details;
  }
}

/** In words: of tables the lines below the header. */
function sizeOf({ name, text }: DataFile): string {
  if (/\.json$/i.test(name)) return `${text.length} characters`;
  const rows = Math.max(0, text.split('\n').filter((line) => line.trim() !== '').length - 1);
  return rows === 1 ? '1 row' : `${rows} rows`;
}
