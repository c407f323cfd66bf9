import { availableParallelism } from 'node:os';
import { arch, env, version as nodeVersion, platform } from 'node:process';
import { backendNames, defaultEngine } from '../../api/engines.ts';
import { UnavailableBackendError } from '../../engines/tfjs/backend-problems.ts';
import { userFolder } from '../../launch/code-cache.ts';
import { loadThreads } from '../../parallel/threads.ts';
import { wrap } from '../../report/terminal/wrap.ts';
import { version } from '../../version.ts';
import { canShareMemory } from '../../webassembly/host.ts';
import { exit, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';

/** One thing that was looked for. */
interface Finding {
  readonly name: string;
  readonly available: boolean;
  /** One line: what is there, or what is missing and how to get it. */
  readonly message: string;
}

export const doctor: Verb = {
  name: 'doctor',
  summary: 'engines, threads and optional parts: what is there, what is missing',
  usage: '',
  example: 'credence doctor',
  options: {},

  async run(options, terminal) {
    if (options.positionals.length > 0) throw new UsageError('doctor takes no words, only options');
    const findings = [host(), engine(), await threads(), compiledCode(), ...(await backends())];
    if (options.flag('json')) {
      const parts = findings.map(({ name, ...rest }) => [name, rest]);
      const all = { version, node: nodeVersion, platform, arch, parts: Object.fromEntries(parts) };
      terminal.out(`${JSON.stringify(all, null, 2)}\n`);
      return exit.done;
    }
    const width = Math.max(...findings.map(({ name }) => name.length));
    const indent = width + 9;
    terminal.out(`credence ${version}\n\n`);
    for (const { name, available, message } of findings) {
      const text = wrap(message, Math.max(30, terminal.width - indent)).trimEnd();
      terminal.out(
        `  ${available ? 'yes' : 'no '}  ${name.padEnd(width)}  ${text.replaceAll('\n', `\n${' '.repeat(indent)}`)}\n`,
      );
    }
    terminal.out('\nAll that says no is optional: every command works without it, some slower.\n');
    return exit.done;
  },
};

function host(): Finding {
  return { name: 'node', available: true, message: `${nodeVersion} on ${platform}, ${arch}` };
}

/** The compiled engine, which asks for WebAssembly with SIMD. */
function engine(): Finding {
  const { reason } = defaultEngine();
  const message =
    reason === undefined
      ? 'models are compiled to float64 WebAssembly with SIMD'
      : `${reason}; models are interpreted, which is slow`;
  return { name: 'compiled engine', available: reason === undefined, message };
}

async function threads(): Promise<Finding> {
  const found = await loadThreads();
  const missing = !canShareMemory
    ? 'memory cannot be shared between threads here'
    : found === undefined && 'the file of the worker threads is not beside this program';
  const cores = availableParallelism();
  const message = missing
    ? `${missing}; chains run one after the other`
    : `chains share ${cores === 1 ? '1 core' : `${cores} cores`}`;
  return { name: 'threads', available: !missing, message };
}

function compiledCode(): Finding {
  const folder = env.NODE_DISABLE_COMPILE_CACHE ? undefined : userFolder();
  const message =
    folder === undefined
      ? 'this program is compiled anew each time, as there is no folder for its code'
      : `this program keeps its compiled code in ${folder}`;
  return { name: 'code cache', available: folder !== undefined, message };
}

/** Each backend of TensorFlow.js, by computing something with it. */
async function backends(): Promise<Finding[]> {
  const { loadTfjs } = await import('../../engines/tfjs/backends.ts');
  const findings: Finding[] = [];
  // one after the other: TensorFlow.js has one current backend
  for (const backend of backendNames) {
    const name = `tfjs ${backend}`;
    try {
      await loadTfjs({ backend });
      const message = `--engine tfjs --backend ${backend}`;
      findings.push({ name, available: true, message });
    } catch (error) {
      if (!(error instanceof UnavailableBackendError)) throw error;
      findings.push({ name, available: false, message: error.message });
    }
  }
  return findings;
}
