/**
 * Loads the bundles of `dist/` as an earlier run has compiled them: V8 compiles a program anew in every process and thread, which costs a
 * scan more than reading all files does. What it compiled is kept by the bundle's content and V8's own version and flags; anything that does
 * not fit, or is damaged, is compiled as if it were not there (nodejs.org, "vm.Script", `cachedData`).
 *
 * It is code that will be run: it lies in the person's own cache folder and never where `PREFLIGHT_CACHE` points, which may be a folder of
 * the workspace.
 */
import { isAscii } from 'node:buffer';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { workerData } from 'node:worker_threads';
import { personalCacheFolder } from './cache-location';
import type { ThreadData } from './collector-protocol';
import { writeAtomically } from './write-file';

/** A bundle of this thread, where to keep what is compiled of it, and how many bytes of it were there already. */
interface Loaded {
  script: vm.Script;
  folder: string;
  name: string;
  version: string;
  known: number;
}

/** What is there is replaced when so many times as much has been compiled: another repository asks for other parts. */
const GROWTH = 1.1;
/**
 * Milliseconds for which nobody looks again after a look that found nothing more: a look costs a program's end 20 to 30 ms. What is kept has a
 * time in the future so long.
 */
const RESPITE = 24 * 3600 * 1000;
/** Versions of a bundle that are kept beside each other, for several installations and versions of Node. */
const VERSIONS = 5;
/** Bytes of the digest at the end: V8 copies what does not begin at a multiple of eight. */
const DIGEST = 20;

/** One list per thread, whichever bundle asks. */
const LOADED = Symbol.for('preflight.loaded');
const shared = globalThis as { [LOADED]?: Loaded[] };

/**
 * What a bundle exports.
 * @param file absolute path of a CommonJS bundle without `import()`, which the build has made a function of what Node gives to a module
 */
export function loadBundle(file: string): unknown {
  const bytes = fs.readFileSync(file);
  const place = placeOf(file, bytes);
  const cachedData = readIntact(path.join(place.folder, place.name + place.version));
  const script = new vm.Script(textOf(bytes), { filename: file, ...(cachedData && { cachedData }) });
  const known = cachedData && !script.cachedDataRejected ? cachedData.length : 0;
  (shared[LOADED] ??= []).push({ script, ...place, known });
  const bundle = { exports: {} };
  const run = script.runInThisContext() as (...names: unknown[]) => void;
  run.call(bundle.exports, bundle.exports, createRequire(file), bundle, file, path.dirname(file));
  return bundle.exports;
}

/**
 * Keeps what has been compiled until now for later runs: best called once the work is done, when everything that it needs is compiled. A
 * folder that cannot be written costs the next run its time, nothing else.
 * @param hasWorked a lot was done: look whether more is compiled than was known
 */
export function keepCompiled(hasWorked: boolean): void {
  for (const bundle of shared[LOADED] ?? []) {
    const { script, folder, name, version, known } = bundle;
    const file = path.join(folder, name + version);
    if (known > 0 && (!hasWorked || isSettled(file))) continue;
    const data = script.createCachedData();
    if (data.length < known * GROWTH) {
      settle(file);
      continue;
    }
    writeAtomically(file, Buffer.concat([data, digestOf(data)]));
    bundle.known = data.length;
    removeOld(folder, name);
  }
}

function isSettled(file: string): boolean {
  return (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > Date.now();
}

function settle(file: string): void {
  try {
    fs.utimesSync(file, new Date(), new Date(Date.now() + RESPITE));
  } catch {
    // Another process may have replaced it, or it belongs to somebody else: the next run looks again.
  }
}

function placeOf(file: string, bytes: Buffer): { folder: string; name: string; version: string } {
  const content = createHash('sha1').update(bytes).digest('hex').slice(0, 16);
  // Threads of different lanes use different parts of one bundle.
  const { lane = '' } = (workerData ?? {}) as Partial<ThreadData>;
  return {
    folder: path.join(personalCacheFolder(), 'compiled'),
    name: `${path.basename(file, '.js')}${lane && `-${lane}`}.`,
    version: `${content}-${v8.cachedDataVersionTag().toString(16)}`,
  };
}

/** V8 takes damaged data for whole: its bytes are checked here. */
function readIntact(file: string): Buffer | undefined {
  try {
    const bytes = fs.readFileSync(file);
    const data = bytes.subarray(0, -DIGEST);
    return data.length > 0 && digestOf(data).equals(bytes.subarray(-DIGEST)) ? data : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(data: Buffer): Buffer {
  return createHash('sha1').update(data).digest();
}

function removeOld(folder: string, name: string): void {
  try {
    const files = fs.readdirSync(folder).filter((file) => file.startsWith(name));
    // When it was last written or found settled: the time of a settled one's content lies in the future, and would outlive all newer ones.
    const byAge = files.map((file) => ({ file, time: fs.statSync(path.join(folder, file)).ctimeMs }));
    byAge.sort((a, b) => b.time - a.time);
    for (const { file } of byAge.slice(VERSIONS)) fs.rmSync(path.join(folder, file), { force: true });
  } catch {
    // Another process may be tidying up as well.
    return;
  }
}

/** At one byte a character where that is possible, as it is for what the build makes: half the memory, and nothing is decoded. */
function textOf(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
}
