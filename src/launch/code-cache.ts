/**
 * Compiled code that is kept in files from one process to the next. V8 takes what it once wrote as it is: it checks
 * versions, but not whether bytes have changed, so each file ends with a checksum of its own.
 */
import { Buffer } from 'node:buffer';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { arch, env, pid, platform, version } from 'node:process';
import { cachedDataVersionTag } from 'node:v8';
import { crc32 } from 'node:zlib';

const checksumBytes = 4;
/** After this a file is removed: where it is still in use, the next process writes it again. */
const lastingMs = 30 * 24 * 3600 * 1000;

/**
 * The name of the file for a source: another one for another content, for another Node, processor or V8, and for
 * another use, as each use compiles other functions.
 */
export function codeFileName(program: string, use: string, source: Uint8Array): string {
  const parts = [program, use, hex(crc32(source)), version, arch, hex(cachedDataVersionTag())];
  return `${parts.join('-')}.code`;
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');

/** Where this user's programs keep what can be made again; `undefined` where there is no such place. */
export function userFolder(): string | undefined {
  const base = env.XDG_CACHE_HOME || defaultBase();
  return base && join(base, 'credence');
}

function defaultBase(): string | undefined {
  if (platform === 'win32') return env.LOCALAPPDATA;
  try {
    return join(homedir(), platform === 'darwin' ? 'Library/Caches' : '.cache');
  } catch {
    // a user without an entry in the system's list has no home
    return undefined;
  }
}

/** `undefined` where there is no such file, or it is not what was written. */
export function readCode(folder: string, name: string): Buffer | undefined {
  try {
    const bytes = readFileSync(join(folder, name));
    const end = bytes.length - checksumBytes;
    const code = bytes.subarray(0, end);
    return crc32(code) === bytes.readUInt32LE(end) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the file whole or not at all: nothing depends on it. */
export function writeCode(folder: string, name: string, code: Buffer): void {
  const checksum = Buffer.alloc(checksumBytes);
  checksum.writeUInt32LE(crc32(code));
  const beside = join(folder, `${name}.${pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    try {
      writeFileSync(beside, Buffer.concat([code, checksum]));
      renameSync(beside, join(folder, name));
    } finally {
      rmSync(beside, { force: true });
    }
    removeOld(folder);
  } catch {
    // without a place for it, code is compiled each time
  }
}

function removeOld(folder: string): void {
  const now = Date.now();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (now - statSync(path).mtimeMs > lastingMs) rmSync(path);
  }
}
