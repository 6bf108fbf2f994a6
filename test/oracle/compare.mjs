// What a framework says of itself against what was read from the files.

/** @typedef {import('./serve.mjs').Said} Said */
/** @typedef {import('../../src/engine/report/report.ts').RouteEntry} RouteEntry */

/** Verdicts under which a request without a credential reaches the handler. */
const OPEN = new Set(['unprotected', 'public-by-design', 'hollow']);
/** Verdicts that a request without a credential does not decide. */
const EITHER = new Set(['conditional', 'weak']);

/**
 * @param {readonly Said[]} said
 * @param {readonly RouteEntry[]} read
 */
export function compare(said, read) {
  const differences = [];
  const ours = new Map();
  for (const route of read)
    if (route.verdict !== 'dead') for (const method of methodsOf(route)) ours.set(keyOf(method, route.path), route);
  let found = 0;
  let right = 0;
  for (const { method, path, status, in: reached } of said) {
    const key = keyOf(method, path);
    const route = ours.get(key) ?? ours.get(keyOf('ALL', path));
    if (!route) {
      differences.push(`${method} ${path} is served (${status}) and was not found`);
      continue;
    }
    found++;
    ours.delete(key);
    if (EITHER.has(route.verdict) || reached === OPEN.has(route.verdict)) right++;
    else
      differences.push(
        `${method} ${path} is "${route.verdict}" (${route.file}:${route.line}) and answers ${status} without a credential`,
      );
  }
  const paths = new Set(said.map(({ path }) => plain(path)));
  for (const route of ours.values())
    if (!paths.has(plain(route.path)) || (route.method !== 'ALL' && !isImplied(route)))
      differences.push(`${route.method} ${route.path} was found (${route.file}:${route.line}) and is not served`);
  return { found, right, differences };
}

/** @param {RouteEntry} route */
function methodsOf({ method }) {
  return method.split(/[,|]\s*/);
}

/** HEAD and OPTIONS are answered without being declared. @param {RouteEntry} route */
function isImplied({ method }) {
  return method === 'HEAD' || method === 'OPTIONS';
}

/** @param {string} method @param {string} path */
function keyOf(method, path) {
  return `${method} ${plain(path)}`;
}

/** A path without the names of its parameters and without a slash at its end. @param {string} path */
function plain(path) {
  const same = path
    .replace(/\{[^}]+\}|<[^>]+>|:\w+(?:\([^)]*\))?[?*+]?|\[+(?:\.\.\.)?\w+\]+|\*\w*/g, '{}')
    .replace(/\/+$/, '');
  return same.startsWith('/') ? same : `/${same}`;
}
