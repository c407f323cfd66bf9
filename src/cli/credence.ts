#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { main } from './main.ts';
import type { Terminal } from './terminal.ts';

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort(new Error('interrupted')));
// a reader that has seen enough (`credence … | head`) is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const words = process.argv.slice(2);
const terminal: Terminal = {
  out: (written) => void process.stdout.write(written),
  err: (written) => void process.stderr.write(written),
  interactive: process.stderr.isTTY === true,
  color: process.stdout.isTTY === true && !process.env.NO_COLOR && !words.includes('--no-color'),
  width: process.stdout.columns ?? 100,
  readInput: () => text(process.stdin),
  signal: interruption.signal,
};

process.exitCode = await main(words, terminal);
