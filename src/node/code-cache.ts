/**
 * Loads the bundles of `dist/` as an earlier run has compiled them: V8 compiles a program anew in every process and thread, which costs a
 * scan more than reading all files does. What it compiled is kept by the bundle's content and V8's own version and flags; anything that does
 * not fit, or is damaged, is compiled as if it were not there (nodejs.org, "vm.Script", `cachedData`).
 *
 * It is code that will be run: it lies in the person's own cache folder and never where `PREFLIGHT_CACHE` points, which may be a folder of
 * the workspace.
 */
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

/** Where what is compiled of one content of one file is kept. */
interface Place {
  folder: string;
  name: string;
  version: string;
}

/** Something that V8 compiles while this thread works: how to get at it, and how many bytes of it were there already. */
interface Compiled {
  place: Place;
  known: number;
  /** Undefined when there is nothing to keep. */
  data(): Buffer | undefined;
}

/** What is there is replaced when so many times as much has been compiled: another repository asks for other parts. */
const GROWTH = 1.1;
/** Versions of a bundle that are kept beside each other, for several installations. */
const VERSIONS = 3;
/** Bytes of the digest in front. */
const DIGEST = 20;

/** One list per thread, whichever bundle asks. */
const COMPILED = Symbol.for('preflight.compiled');
const shared = globalThis as { [COMPILED]?: Compiled[] };

/**
 * What a bundle exports.
 * @param file absolute path of a CommonJS bundle without `import()`
 */
export function loadBundle(file: string): unknown {
  const bytes = fs.readFileSync(file);
  const { place, data: cachedData } = compiledBefore(file, bytes);
  const script = new vm.Script(wrapped(bytes.toString()), { filename: file, ...(cachedData && { cachedData }) });
  const known = cachedData && !script.cachedDataRejected ? cachedData.length : 0;
  keepLater({ place, known, data: () => script.createCachedData() });
  const bundle = { exports: {} };
  const run = script.runInThisContext() as (...names: unknown[]) => void;
  run.call(bundle.exports, bundle.exports, createRequire(file), bundle, file, path.dirname(file));
  return bundle.exports;
}

/** What an earlier run has compiled of a file with this content, if it is there and intact. */
export function compiledBefore(file: string, content: Buffer): { place: Place; data: Buffer | undefined } {
  const place = placeOf(file, content);
  return { place, data: readIntact(path.join(place.folder, place.name + place.version)) };
}

/** Has `keepCompiled` keep something. */
export function keepLater(compiled: Compiled): void {
  (shared[COMPILED] ??= []).push(compiled);
}

/**
 * Keeps what has been compiled until now for later runs: best called once the work is done, when everything that it needs is compiled. A
 * folder that cannot be written costs the next run its time, nothing else.
 * @param hasWorked a lot was done: look whether more is compiled than was known
 */
export function keepCompiled(hasWorked: boolean): void {
  for (const compiled of shared[COMPILED] ?? []) {
    const { known, place } = compiled;
    if (known > 0 && !hasWorked) continue;
    const data = compiled.data();
    if (!data || data.length < known * GROWTH) continue;
    writeAtomically(path.join(place.folder, place.name + place.version), Buffer.concat([digestOf(data), data]));
    compiled.known = data.length;
    removeOld(place);
  }
}

function placeOf(file: string, content: Buffer): Place {
  const digest = createHash('sha1').update(content).digest('hex').slice(0, 16);
  // Threads of different lanes use different parts of one bundle.
  const { lane = '' } = (workerData ?? {}) as Partial<ThreadData>;
  return {
    folder: path.join(personalCacheFolder(), 'compiled'),
    name: `${path.basename(file, '.js')}${lane && `-${lane}`}.`,
    version: `${digest}-${v8.cachedDataVersionTag().toString(16)}`,
  };
}

/** V8 takes damaged data for whole: its bytes are checked here. */
function readIntact(file: string): Buffer | undefined {
  try {
    const bytes = fs.readFileSync(file);
    const data = bytes.subarray(DIGEST);
    return data.length > 0 && digestOf(data).equals(bytes.subarray(0, DIGEST)) ? data : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(data: Buffer): Buffer {
  return createHash('sha1').update(data).digest();
}

function removeOld({ folder, name }: Place): void {
  try {
    const files = fs.readdirSync(folder).filter((file) => file.startsWith(name));
    const byAge = files.map((file) => ({ file, time: fs.statSync(path.join(folder, file)).mtimeMs }));
    byAge.sort((a, b) => b.time - a.time);
    for (const { file } of byAge.slice(VERSIONS)) fs.rmSync(path.join(folder, file), { force: true });
  } catch {
    // Another process may be tidying up as well.
    return;
  }
}

/** As Node does it for CommonJS. */
function wrapped(text: string): string {
  return `(function (exports, require, module, __filename, __dirname) { ${text.replace(/^#!/, '//')}\n})`;
}
