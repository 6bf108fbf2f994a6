// Starts a sample application on a free port of the loopback interface, asks for every endpoint without a credential, and ends it.

import { spawn } from 'node:child_process';
import http from 'node:http';
import net from 'node:net';

/**
 * @typedef {object} Said
 * @property {string} method
 * @property {string} path as the framework writes it
 * @property {number} status what a request without a credential got
 * @property {boolean} in the request reached the handler, so far as status and place of a redirect tell
 */

/** How long an application may take to serve, in milliseconds. */
const PATIENCE = 60_000;
/** Endpoints that exist for a framework's own sake. */
const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * @param {import('./environments.mjs').Environment} environment
 * @param {string} folder
 * @returns {Promise<Said[]>}
 */
export async function serve({ command, env }, folder) {
  const port = await freePort();
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  try {
    const endpoints = await announced(child);
    await answering(port);
    /** @type {Said[]} */
    const said = [];
    for (const [method, path] of endpoints)
      if (METHODS.has(method)) said.push({ method, path, ...(await ask(port, method, path)) });
    return said;
  } catch (error) {
    throw new Error(`the application did not serve: ${error instanceof Error ? error.message : error}\n${errors}`, {
      cause: error,
    });
  } finally {
    child.kill('SIGKILL');
  }
}

/**
 * The first line that an application prints: `[["GET", "/orders"], …]`.
 *
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child
 * @returns {Promise<[string, string][]>}
 */
function announced(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error('it said nothing')), PATIENCE);
    child.on('exit', (code) => reject(new Error(`it ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
      const line = /^\[\[.*\]\]$/m.exec(text)?.[0];
      if (line === undefined) return;
      clearTimeout(timer);
      resolve(JSON.parse(line));
    });
  });
}

/** @param {number} port */
async function answering(port) {
  const until = Date.now() + PATIENCE;
  for (;;) {
    const status = await request(port, 'GET', '/').catch(() => undefined);
    if (status) return;
    if (Date.now() > until) throw new Error('it does not answer');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * @param {number} port
 * @param {string} method
 * @param {string} path
 */
async function ask(port, method, path) {
  const { status, location } = await request(port, method, filled(path));
  const toLogin = status >= 300 && status < 400 && /login|sign-?in|auth/i.test(location);
  return { status, in: status !== 401 && status !== 403 && !toLogin };
}

/** A path with `1` for every parameter. @param {string} path */
export function filled(path) {
  return path.replace(/\{[^}]+\}|<[^>]+>|:\w+(?:\([^)]*\))?[?*+]?|\[+(?:\.\.\.)?\w+\]+/g, '1').replace(/\*\w*/g, '1');
}

/**
 * @param {number} port
 * @param {string} method
 * @param {string} path
 * @returns {Promise<{ status: number, location: string }>}
 */
function request(port, method, path) {
  return new Promise((resolve, reject) => {
    const outgoing = http.request({ host: '127.0.0.1', port, method, path, timeout: 10_000 }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '' });
    });
    outgoing.on('error', reject);
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));
    outgoing.end();
  });
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
