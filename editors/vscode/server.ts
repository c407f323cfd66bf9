/** The language server as the extension starts it, without the rest of the command. */
import { serve } from '../../src/language-server/server.ts';

serve(process.stdin, process.stdout);
