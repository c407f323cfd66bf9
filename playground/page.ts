/** The playground: ties the editor, the data, the worker and the result together. */
import { analyse } from '../src/api/compile.ts';
import { decodeText } from '../src/binding/decode-text.ts';
import type { Diagnostic } from '../src/diagnostics/diagnostic.ts';
import type { SourceFile } from '../src/diagnostics/span.ts';
import { methods } from '../src/inference/index.ts';
import { formatDuration } from '../src/report/terminal/format-number.ts';
import { DataFiles } from './data-files.ts';
import { Delayed } from './delayed.ts';
import { Editor } from './editor.ts';
import {
  type Answer,
  type Example,
  type FitRequest,
  fileName,
  type Request,
  type Task,
} from './messages.ts';

/** After the last key: as long as it takes to look, and before data are bound a little longer. */
const [lookMs, bindMs] = [120, 400];

const part = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const exampleChoice = part<HTMLSelectElement>('example');
const methodChoice = part<HTMLSelectElement>('method');
const fitButton = part<HTMLButtonElement>('fit');
const cancelButton = part<HTMLButtonElement>('cancel');
const progress = part<HTMLProgressElement>('progress');
const status = part<HTMLElement>('status');
const result = part<HTMLElement>('result');

const looking = new Delayed(lookMs, look);
const checkingData = new Delayed(bindMs, checkData);
const editor = new Editor(part('editor'), () => looking.ask());
const files = new DataFiles(part('files'), () => checkingData.ask());

let worker = startWorker();
let checks = 0;
let hasErrors = false;

/** Shows what the compiler says of the text as it stands. */
function look(): void {
  const { source, diagnostics } = analyse(editor.text, fileName);
  hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  editor.underline(diagnostics);
  part('diagnostics').replaceChildren(...diagnostics.map((one) => finding(one, source)));
  if (hasErrors) showProblems([]);
  else checkingData.ask();
}

function finding({ severity, span, message, hint }: Diagnostic, source: SourceFile): HTMLElement {
  const { line, column } = source.position(span.start);
  const item = document.createElement('li');
  item.className = severity;
  const place = document.createElement('button');
  place.type = 'button';
  place.textContent = `line ${line}, column ${column}`;
  place.addEventListener('click', () => editor.select(span));
  item.append(`${severity} in `, place, `: ${message}${hint === undefined ? '' : ` (${hint})`}`);
  return item;
}

const task = (): Task => ({ source: editor.text, data: files.all });

const ask = (request: Request): void => worker.postMessage(request);

/** Whether the data fit the model, unless the worker is busy with a fit, which says so too. */
function checkData(): void {
  if (!hasErrors && cancelButton.hidden) ask({ kind: 'check', number: ++checks, ...task() });
}

function showProblems(problems: readonly string[]): void {
  part('problems').replaceChildren(
    ...problems.map((problem) => {
      const item = document.createElement('li');
      item.className = 'error';
      item.textContent = problem;
      return item;
    }),
  );
}

function startWorker(): Worker {
  const started = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<Answer>) => hear(data));
  started.addEventListener('error', ({ message }) => {
    hear({ kind: 'failed', problems: [message || 'the fit ended without an answer'] });
    worker = startWorker();
  });
  return started;
}

function hear(answer: Answer): void {
  switch (answer.kind) {
    case 'checked':
      if (answer.number === checks) showProblems(answer.problems);
      return;
    case 'progress': {
      const { share, message, remainingMs } = answer;
      progress.value = share;
      const left = remainingMs === undefined ? '' : `, ${formatDuration(remainingMs)} left`;
      status.textContent = message + left;
      return;
    }
    case 'failed':
      idle('');
      showProblems(answer.problems);
      return;
    case 'done':
      idle('Done.');
      showProblems([]);
      showResult(answer);
  }
}

function showResult({ title, markup, report }: Answer & { readonly kind: 'done' }): void {
  result.innerHTML = markup;
  const heading = document.createElement('h2');
  heading.textContent = title;
  const save = document.createElement('a');
  save.href = URL.createObjectURL(new Blob([report], { type: 'text/html' }));
  save.download = 'report.html';
  save.textContent = 'Save the report';
  const line = document.createElement('p');
  line.append(save);
  result.prepend(heading, line);
  if (result.getBoundingClientRect().top > innerHeight) result.scrollIntoView();
}

function forgetResult(): void {
  const link = result.querySelector<HTMLAnchorElement>('a[download]');
  if (link !== null) URL.revokeObjectURL(link.href);
  result.replaceChildren();
}

function idle(message: string): void {
  status.textContent = message;
  progress.hidden = true;
  cancelButton.hidden = true;
  fitButton.hidden = false;
}

function startFit(): void {
  looking.cancel();
  look();
  checkingData.cancel();
  if (hasErrors) {
    status.textContent = 'The model has errors: they stand below it.';
    return;
  }
  const draws = part<HTMLInputElement>('draws').valueAsNumber;
  const seed = part<HTMLInputElement>('seed').valueAsNumber;
  const request: FitRequest = {
    kind: 'fit',
    ...task(),
    method: methodChoice.value,
    seed: Number.isNaN(seed) ? 1 : seed,
    ...(!Number.isNaN(draws) && { draws }),
  };
  forgetResult();
  showProblems([]);
  progress.removeAttribute('value');
  progress.hidden = false;
  cancelButton.hidden = false;
  fitButton.hidden = true;
  status.textContent = 'compiling';
  ask(request);
}

/** A worker at work hears nothing: it is ended, and another one takes its place. */
function cancelFit(): void {
  worker.terminate();
  worker = startWorker();
  idle('Cancelled.');
}

function show({ source, data }: Task): void {
  editor.text = source;
  files.all = data;
  forgetResult();
  showProblems([]);
  status.textContent = '';
  look();
}

async function begin(): Promise<void> {
  methodChoice.append(...['auto', ...methods.keys()].map((name) => new Option(name)));
  const examples = (await (await fetch('examples.json')).json()) as Example[];
  exampleChoice.append(...examples.map(({ title }, k) => new Option(title, String(k))));
  exampleChoice.addEventListener('change', () => {
    if (!cancelButton.hidden) cancelFit();
    show(examples[Number(exampleChoice.value)]);
  });
  part('options').addEventListener('submit', (event) => {
    event.preventDefault();
    startFit();
  });
  cancelButton.addEventListener('click', cancelFit);
  part('table').addEventListener('click', () => files.addEmpty());
  part<HTMLInputElement>('upload').addEventListener('change', async ({ target }) => {
    const field = target as HTMLInputElement;
    const chosen = await Promise.all(
      [...(field.files ?? [])].map(async (file) => ({
        name: file.name,
        text: decodeText(new Uint8Array(await file.arrayBuffer())),
      })),
    );
    files.add(chosen.flatMap(({ name, text }) => (text === undefined ? [] : [{ name, text }])));
    const unread = chosen.filter(({ text }) => text === undefined);
    showProblems(
      unread.map(({ name }) => `${name} is not a text in UTF-8: save it as CSV in that encoding`),
    );
    if (unread.length > 0) checkingData.cancel();
    field.value = '';
  });
  show(examples[0]);
}

begin();
