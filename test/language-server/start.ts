/** The command as an editor starts it, from the source. */
import { main } from '../../src/cli/main.ts';

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  interactive: false,
  color: false,
  width: 80,
  readInput: async () => new Uint8Array(),
  signal: new AbortController().signal,
});
