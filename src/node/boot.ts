/** Beginning of every thread and of `server.js`: `NAME.js` loads `NAME-main.js` with what an earlier run has compiled of it. */
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { loadBundle } from './code-cache';
import { optimiseLater } from './tier-up';

if (isMainThread) optimiseLater(true);
loadBundle(path.join(__dirname, `${path.basename(__filename, '.js')}-main.js`));
