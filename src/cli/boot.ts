#!/usr/bin/env node
/**
 * Beginning of `dist/cli.js`: loads `cli-main.js` as an earlier run has compiled it. Where files will be collected, the threads that do it
 * are started before, so that they come up while the program is still being loaded.
 */
import path from 'node:path';
import { loadBundle } from '../node/code-cache';
import { growFreely } from '../node/heap';
import { startSpares } from '../node/spare-threads';
import { optimiseLater } from '../node/tier-up';
import { willLikelyCollect } from './will-collect';

// Asks git for the list of files soon. V8 takes Node's own modules as compiled as long as no flag has been set. (An import for its effect
// alone is left out of the bundle.)
process.getBuiltinModule('node:child_process');
optimiseLater(false);
growFreely();
if (willLikelyCollect(process.argv.slice(2))) startSpares();
loadBundle(path.join(__dirname, 'cli-main.js'));
