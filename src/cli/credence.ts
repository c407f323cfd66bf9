#!/usr/bin/env node
import module from 'node:module';
import { buffer } from 'node:stream/consumers';
import type { Terminal } from './terminal.ts';

// from Node 22 on, compiled code is kept from one command to the next: a short command takes 40% less
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { main } = await import('./main.ts');

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

const words = process.argv.slice(2);
const terminal: Terminal = {
  out: (written) => void process.stdout.write(written),
  err: (written) => void process.stderr.write(written),
  interactive: process.stderr.isTTY === true,
  color: process.stderr.isTTY === true && !process.env.NO_COLOR && !words.includes('--no-color'),
  width: process.stdout.columns ?? 80,
  readInput: () => buffer(process.stdin),
  signal: interruption.signal,
};

process.exitCode = await main(words, terminal);
