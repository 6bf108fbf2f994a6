// One measurement in a process of its own: `node driver.js <what> <folder> [cache folder]`. Prints JSON. Bundled by `run.mjs` beside the
// collector and the parser, so that it measures what ships.

import fs from 'node:fs';
import path from 'node:path';

import { createSession, type Session } from '../../src/engine/session/session';
import { growSparingly } from '../../src/node/heap';
import { createNodeHost, type NodeHost } from '../../src/node/host';

const [what = '', folder = '.', cache] = process.argv.slice(2);
const KEYSTROKES = Number(process.env.KEYSTROKES ?? 200);

async function open(): Promise<{ host: NodeHost; session: Session }> {
  const host = createNodeHost(folder, { cache: cache ?? null });
  const session = createSession(host, { version: '0.0.0', today: '2026-01-01' });
  await session.scan();
  return { host, session };
}

async function scan(): Promise<unknown> {
  const { host, session } = await open();
  const { files, bytes } = session.report().stats;
  const { timings, collected, cached } = session.counters;
  await host.dispose();
  return { files, bytes, timings, collected, cached };
}

/** Types into the hand-written JavaScript, TypeScript or Python file whose length is closest to 1,000 lines. */
async function keystroke(): Promise<unknown> {
  const { host, session } = await open();
  const rows: unknown[] = [];
  for (const pattern of [/\.[jt]sx?$/, /\.py$/]) {
    const file = await longFile(host, session, pattern);
    if (file) rows.push(await typeInto(session, file));
  }
  const result = { rows, rss: rss() };
  await host.dispose();
  return result;
}

async function longFile(host: NodeHost, session: Session, pattern: RegExp): Promise<string | undefined> {
  const { files } = await host.list();
  const facts = files.flatMap(({ path: file }) => session.factsOf(file) ?? []);
  const candidates = facts.filter((file) => pattern.test(file.path) && file.fileClass === 'hand-written');
  return candidates.sort((a, b) => Math.abs(a.lines - 1000) - Math.abs(b.lines - 1000))[0]?.path;
}

async function typeInto(session: Session, file: string): Promise<unknown> {
  const text = fs.readFileSync(path.join(folder, file), 'utf8');
  const at = text.indexOf('\n', text.length / 2) + 1;
  const times: number[] = [];
  for (let i = 1; i <= KEYSTROKES; i++) {
    const typed = 'const total = items.length'.slice(0, (i % 26) + 1);
    const started = performance.now();
    await session.update([{ path: file, text: text.slice(0, at) + typed + text.slice(at) }]);
    times.push(performance.now() - started);
  }
  await session.update([{ path: file, text: null }]);
  // The first ones warm the compiler up; an editor has done that while the person reads.
  const sorted = times.slice(Math.min(20, KEYSTROKES >> 1)).sort((a, b) => a - b);
  const quantile = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { file, lines: text.split('\n').length, median: quantile(0.5), p95: quantile(0.95), max: sorted.at(-1) };
}

/** Peak resident memory of the process, in MB. */
function rss(): number {
  return process.resourceUsage().maxRSS / 1024;
}

// As the language server does, whose memory is measured.
growSparingly();
void (what === 'keystroke' ? keystroke() : scan()).then((result) => console.log(JSON.stringify(result)));
