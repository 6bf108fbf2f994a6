#!/usr/bin/env node
/** Beginning of every program in `dist/`: `cli.js` loads `cli-main.js` with what an earlier run has compiled of it, `server.js` and so on. */
import path from 'node:path';
import { loadBundle } from './code-cache';

loadBundle(path.join(__dirname, `${path.basename(__filename, '.js')}-main.js`));
