/** Compiles, binds and fits beside the page, so that the page stays at hand. */
import { compile } from '../src/api/compile.ts';
import type { FitOptions } from '../src/api/fit-options.ts';
import { parseCsv } from '../src/binding/csv.ts';
import { type DataInputs, mergeInputs } from '../src/binding/inputs.ts';
import { parseJsonData } from '../src/binding/json.ts';
import { DataError, ModelError } from '../src/diagnostics/diagnostic.ts';
import { subjectWithData } from '../src/report/figures/subject.ts';
import { resultParts, verdict } from '../src/report/html/fit-section.ts';
import { renderReport } from '../src/report/html/report.ts';
import {
  type Answer,
  type DataFile,
  type FitRequest,
  fileName,
  type Request,
  type Task,
} from './messages.ts';

const answer = (message: Answer): void => self.postMessage(message);

self.addEventListener('message', ({ data: request }: MessageEvent<Request>) => {
  if (request.kind === 'check')
    answer({ kind: 'checked', number: request.number, problems: problemsOf(request) });
  else
    answerFit(request).then(answer, (error) =>
      answer({ kind: 'failed', problems: describe(error) }),
    );
});

/** Why the data do not fit the model; what is wrong with the model itself the page knows. */
function problemsOf(task: Task): readonly string[] {
  try {
    bind(task);
    return [];
  } catch (error) {
    return describe(error);
  }
}

function bind({ source, data }: Task) {
  const inputs = inputsOf(data);
  return { inputs, posterior: compile(source, { fileName }).bind(inputs) };
}

function inputsOf(files: readonly DataFile[]): DataInputs {
  return mergeInputs(
    files.map(({ name, text }) => {
      if (/\.json$/i.test(name)) return parseJsonData(text, name);
      return parseCsv(text, { fileName: name, ...(/\.tsv$/i.test(name) && { delimiter: '\t' }) });
    }),
  );
}

async function answerFit(request: FitRequest): Promise<Answer> {
  const { method, seed, draws } = request;
  const { inputs, posterior } = bind(request);
  const options: FitOptions = {
    method,
    seed,
    ...(draws !== undefined && { draws }),
    onProgress: ({ progress, message, method: running, remainingMs }) =>
      answer({
        kind: 'progress',
        share: progress,
        message: `${running}: ${message}`,
        ...(remainingMs !== undefined && { remainingMs }),
      }),
  };
  const found = await posterior.fit(options);
  answer({ kind: 'progress', share: 1, message: 'predictions and pictures' });
  const subject = await subjectWithData(found, inputs);
  return {
    kind: 'done',
    title: found.model,
    markup: `${verdict(found)}\n${resultParts(subject, 'h3')}`,
    report: renderReport({ fits: [{ name: fileName, subject }] }),
  };
}

/** In the words of the error, without where in the program it came from. */
function describe(error: unknown): readonly string[] {
  if (error instanceof DataError)
    return error.problems.map(({ message, hint }) => (hint ? `${message} (${hint})` : message));
  if (error instanceof ModelError)
    return error.diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ message, span }) => {
        const { line, column } = error.source.position(span.start);
        return `${fileName}:${line}:${column}: ${message}`;
      });
  return [error instanceof Error ? error.message : String(error)];
}
