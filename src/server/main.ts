/**
 * Entry of `dist/server.js`. The transport is named on the command line, as language clients do: `--stdio`, `--node-ipc`, `--socket=…`.
 * `preflight lsp --stdio` requires this file.
 */
import os from 'node:os';

import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';

import { version } from '../../package.json';
import { keepCompiled } from '../node/code-cache';
import { growSparingly } from '../node/heap';
import { createNodeHost, userCacheFolder } from '../node/host';
import { Server } from './server';
import { filePathOf } from './uris';

growSparingly();
process.once('exit', () => keepCompiled(true));

/** A scan keeps two threads busy. With more folders than that at once, the first result would come when the last one does. */
const scansAtOnce = Math.max(1, Math.floor(os.availableParallelism() / 2));

const connection = createConnection(ProposedFeatures.all);
new Server(connection, {
  version,
  scansAtOnce,
  today: () => new Date().toISOString().slice(0, 10),
  openHost: ({ uri, name, mayRunGit, cacheFolder = userCacheFolder() }) =>
    createNodeHost(filePathOf(uri) ?? '/', { name, mayRunGit, cache: cacheFolder }),
}).listen();
