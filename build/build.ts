/** `npm run build`: makes `dist` anew, all but the types. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundlePackage } from './bundle.ts';
import { keepCode } from './keep-code.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
rmSync(dist, { recursive: true, force: true });
await bundlePackage(dist);
keepCode(dist);
