/** `preflight lsp --stdio`: the language server, which is a program of its own beside this one. */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Options } from '../args';
import { UsageError } from '../errors';

/** Never resolves: the server ends the process when its client goes away. */
export async function lsp(options: Options): Promise<number> {
  if (!options.has('stdio')) throw new UsageError('Say how to speak: preflight lsp --stdio.', 'lsp');
  // Beside `dist/cli.js` lies `dist/server.js`; the path is computed so that the two stay separate bundles.
  createRequire(__filename)(path.join(__dirname, 'server.js'));
  return new Promise(() => {});
}
