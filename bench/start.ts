/** Starts the measurement of a gradient as the published command starts: `start CASE ENGINE` prints JSON. */
import { pathToFileURL } from 'node:url';
import { loadProgram } from '../src/launch/load-program.ts';
import type * as Measurement from './measure-gradient.ts';

const [, path, ...words] = process.argv;
const { exports, keep } = loadProgram<typeof Measurement>(
  new URL('measure-gradient.cjs', pathToFileURL(path)),
  'bench',
);
process.stdout.write(JSON.stringify(await exports.main(words)));
keep();
