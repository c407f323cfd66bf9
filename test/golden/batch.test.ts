/** What `--batch obs=…` refuses of a model, and why. */
import { compile } from '../../src/api/compile.ts';
import { ModelError } from '../../src/diagnostics/diagnostic.ts';
import { batchedModel } from '../../src/semantics/batched-model.ts';
import { goldenTests } from './golden.ts';

goldenTests('batch', ({ name, text }) => {
  const { typed } = compile(text, { fileName: name });
  try {
    batchedModel(typed, 'obs');
    return [];
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return error.diagnostics;
  }
});
