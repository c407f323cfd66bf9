/** No backend that would do is there. */
export class UnavailableBackendError extends Error {
  /** One sentence on each backend that was tried. */
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(reasons.join('\n'));
    this.name = 'UnavailableBackendError';
    this.reasons = reasons;
  }
}

/** Why a backend could not be loaded and started, from the error that said so. */
export function unavailableReason(backend: string, packageName: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const prefix = `the TensorFlow.js backend ${backend} is not available:`;
  const isMissing = /cannot find|failed to (load|resolve)|could not resolve|not found/i.test(
    message,
  );
  if (isMissing && message.includes(packageName) && !message.includes('tfjs_binding')) {
    return `${prefix} ${packageName} is not installed; \`npm install ${packageName}\` adds it`;
  }
  if (/tfjs_binding|native addon|libtensorflow/.test(message)) {
    return (
      `${prefix} ${packageName} is installed without its native library, which its install script ` +
      `downloads; \`npm rebuild ${packageName} --build-addon-from-source\` tries again`
    );
  }
  if (/\bis(NullOrUndefined|Array|String|Number|Boolean)\b.*is not a function/.test(message)) {
    return `${prefix} ${packageName} calls functions that Node 23 removed; it needs Node 22 or older`;
  }
  return `${prefix} ${message.split('\n')[0]}`;
}
