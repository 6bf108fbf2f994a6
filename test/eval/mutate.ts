// `npm run mutate -- FOLDER… [--max N]`: takes each guard of protected routes away in turn and looks whether the verdicts notice.
//
// A guard is taken away where it is used: its name becomes that of a stand-in which lets everybody through, so that the text still parses.
// Every route whose chain names that guard at that place, and no other guard, must then no longer be "protected".

import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import type { RouteEntry } from '../../src/engine/report/report';
import { createSession, type Session } from '../../src/engine/session/session';
import { createNodeHost } from '../../src/node/host';

/** `NAME stands before the route here`, at the place where the guard is named. */
const USE = /^(\S+) stands before the (?:route|application|router|blueprint|class|handler)\b.* here$/;

interface Mutation {
  path: string;
  line: number;
  name: string;
  /** Routes that nothing else protects. */
  routes: RouteEntry[];
}

/** What stands in for a guard: as a decorator it returns what it decorates, elsewhere it lets a request through. */
function standIn(file: string, before: string): string {
  // An empty list of permissions lets everybody through.
  if (/permission_classes\b[^\n]*[[(]\s*$/.test(before)) return '';
  if (file.endsWith('.py')) return /^\s*@$/.test(before) ? '(lambda view: view)' : '(lambda: None)';
  return '((req, res, next) => next())';
}

function keyOf({ framework, method, path: at, file, line }: RouteEntry): string {
  return [framework, method, at, file, line].join(' ');
}

function placeOf({ path: file, line, name }: Pick<Mutation, 'path' | 'line' | 'name'>): string {
  return `${file}:${line}:${name}`;
}

function guardsOf(route: RouteEntry): string[] {
  return (route.by ?? []).flatMap(({ path: file, line, note }) => {
    const name = USE.exec(note)?.[1];
    return name === undefined ? [] : [placeOf({ path: file, line, name })];
  });
}

/** Each guard once per place where it is used, with the routes that hang on it alone. */
function mutationsOf(routes: readonly RouteEntry[]): Mutation[] {
  const found = new Map<string, Mutation>();
  for (const route of routes) {
    if (route.verdict !== 'protected') continue;
    const uses = (route.by ?? []).filter((step) => USE.test(step.note));
    const [use] = uses;
    // With two guards the other one still stands.
    if (!use || uses.length > 1) continue;
    const name = USE.exec(use.note)?.[1] ?? '';
    const mutation = found.get(placeOf({ ...use, name })) ?? { path: use.path, line: use.line, name, routes: [] };
    const key = placeOf(mutation);
    mutation.routes.push(route);
    found.set(key, mutation);
  }
  return [...found.values()];
}

/** The text without the guard, or undefined when its line does not name it. */
function mutated(text: string, { path: file, line, name }: Mutation): string | undefined {
  const lines = text.split('\n');
  const plain = name.split('.').at(-1) ?? name;
  const pattern = new RegExp(
    `(?:[\\w$]+\\.)*(?<![\\w$])${plain.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\w$])(?:\\([^()]*\\))?`,
  );
  // A decorator stands above the function that the chain points to; a call may stand on several lines, from the one that it points to.
  const above = [...Array(8).keys()].map((up) => line - 2 - up);
  const decorators = above.slice(
    0,
    Math.max(
      0,
      above.findIndex((at) => !/^\s*@/.test(lines[at] ?? '')),
    ),
  );
  const below = [...Array(8).keys()].map((down) => line - 1 + down);
  for (const at of [...decorators, ...below]) {
    const match = pattern.exec(lines[at] ?? '');
    if (!match) continue;
    const own = lines[at] ?? '';
    const before = own.slice(0, match.index);
    const rest = own.slice(match.index + match[0].length);
    const stand = standIn(file, before);
    lines[at] = before + stand + (stand === '' ? rest.replace(/^\s*,\s*/, '') : rest);
    return lines.join('\n');
  }
  return undefined;
}

async function judge(
  session: Session,
  mutation: Mutation,
): Promise<{ caught: number; missed: RouteEntry[] } | undefined> {
  const text = await session.readText(mutation.path);
  const without = text === undefined ? undefined : mutated(text, mutation);
  if (without === undefined) return undefined;
  await session.update([{ path: mutation.path, text: without }]);
  const now = new Map(session.report().routes.map((route) => [keyOf(route), route]));
  await session.update([{ path: mutation.path, text: null }]);
  const missed = mutation.routes.filter((route) => {
    const after = now.get(keyOf(route));
    // Where another guard takes over, or the same one at another place, the route is protected indeed.
    return after?.verdict === 'protected' && guardsOf(after).includes(placeOf(mutation));
  });
  return { caught: mutation.routes.length - missed.length, missed };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { max: { type: 'string', default: '200' } },
  });
  if (positionals.length === 0) throw new Error('Name the folders of applications whose guards are taken away.');
  for (const folder of positionals) {
    const root = path.resolve(process.env.INIT_CWD ?? '.', folder);
    if (!fs.existsSync(root)) throw new Error(`There is no folder ${root}`);
    const host = createNodeHost(root, { cache: null });
    const session = createSession(host, { version: '0.0.0', today: '2026-01-01' });
    await session.scan();
    const mutations = mutationsOf(session.report().routes).slice(0, Number(values.max));
    let caught = 0;
    let unclear = 0;
    const missed: string[] = [];
    for (const mutation of mutations) {
      const result = await judge(session, mutation);
      if (!result) {
        unclear++;
        continue;
      }
      caught += result.caught;
      for (const route of result.missed)
        missed.push(`${mutation.name} at ${mutation.path}:${mutation.line}: ${route.method} ${route.path}`);
    }
    const all = caught + missed.length;
    const share = all === 0 ? '' : ` (${((100 * caught) / all).toFixed(1)} %)`;
    console.log(
      `${path.basename(root)}: ${mutations.length} guards taken away, ${caught} of ${all} routes noticed${share}, ${unclear} not named on their line`,
    );
    for (const line of missed) console.log(`  still protected without ${line}`);
    await host.dispose();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
