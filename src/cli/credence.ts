#!/usr/bin/env node
import { buffer } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { loadProgram } from '../launch/load-program.ts';
import type * as Command from './main.ts';
import { exit, type Terminal } from './terminal.ts';

// V8 begins with room for a megabyte of young objects and doubles it; with its final 16 there is less to collect. One
// that does not know the flag complains on standard error: those of Node 20 to 25 know it
if (Number.parseInt(process.versions.v8, 10) <= 14)
  setFlagsFromString('--semi-space-growth-factor=16');

const words = process.argv.slice(2);
const verb = /^[a-z]+$/.test(words[0] ?? '') ? words[0] : 'none';
const command = loadProgram<typeof Command>(new URL('./command.cjs', import.meta.url), verb);

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort(new Error('interrupted')));
// a reader that has seen enough (`credence … | head`) is no error
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
// a command that waits for standard input would not notice the interruption
interruption.signal.addEventListener('abort', () => process.stdin.destroy());

const terminal: Terminal = {
  out: (written) => void process.stdout.write(written),
  err: (written) => void process.stderr.write(written),
  interactive: process.stderr.isTTY === true,
  color: process.stderr.isTTY === true && !process.env.NO_COLOR && !words.includes('--no-color'),
  width: process.stdout.columns ?? 80,
  readInput: () => buffer(process.stdin),
  signal: interruption.signal,
};

process.exitCode = await command.exports.main(words, terminal);
// a verb that does not exist keeps nothing
if (process.exitCode !== exit.wrong) command.keep();
