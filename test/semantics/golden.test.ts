import { goldenTests } from '../golden/golden.ts';
import { checkSource } from './checking.ts';

goldenTests('semantics', (source) => checkSource(source).diagnostics);
