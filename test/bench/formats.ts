// How long the search for credentials takes: each format on texts made to be hard for it, every file of some repositories, and a long
// file. Prints JSON: `node formats.js [repository…]`. Bundled by `run.mjs`.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { languageOf } from '../../src/engine/collect/language';
import { detect, Scan } from '../../src/engine/secrets/detect/detect';
import { isSearchedPath } from '../../src/engine/secrets/places';
import { providerValue } from '../../src/engine/secrets/detect/provider-values';
import { PROVIDER_RULES } from '../../src/engine/secrets/rules';
import type { ProviderRule } from '../../src/engine/secrets/rules/rule';
import { Automaton } from '../../src/engine/text/automaton';
import { parsePattern, sampleOf } from '../support/pattern';

/** Length of a hard text. */
const SIZE = 100_000;
const ROUNDS = 3;

/** What is repeated to make a text hard for a rule: its keys packed, and values that go wrong at their very end. */
function hardParts(rule: ProviderRule, key: string): string[] {
  const before = rule.before === undefined ? '' : sampleOf(parsePattern(rule.before), 'before');
  const value = before + sampleOf(parsePattern(rule.pattern), rule.id);
  const at = value.toLowerCase().indexOf(key);
  const own = at < 0 ? key : value.slice(at, at + key.length);
  const packed = ['', '--', '=', '.', ' ', 'a'.repeat(2000)].map((separator) => own + separator);
  const broken = [
    `${value.slice(0, -1)} `,
    `${value.slice(0, -1)}${own}`,
    `${value}…`,
    `${own} api_key = '${value.slice(0, -1)}' `,
  ];
  return [...packed, ...broken, before + own];
}

/** The least CPU time of some rounds for all attempts of one rule's pattern in a text; other programs do not count in it. */
function attempts(text: string, places: readonly [number, number][]): number {
  let best = Infinity;
  // What takes long at first is mostly code that is not compiled yet.
  for (let round = 0; round < (best > 2 ? 4 * ROUNDS : ROUNDS); round++) {
    const scan = new Scan(text, 'code', 'src/client.ts');
    const started = process.cpuUsage();
    for (const [key, end] of places) providerValue(scan, key, end, () => undefined);
    best = Math.min(best, process.cpuUsage(started).user / 1000);
  }
  return best;
}

interface Hardest {
  rule: string;
  ms: number;
  /** Time for twice the text, over the time for the text. */
  growth: number;
}

/** The worst of a rule; `first` = index of its first key among the keys of all rules. */
function hardest(rule: ProviderRule, first: number): Hardest {
  const automaton = new Automaton(rule.keys, { foldCase: true });
  const timeOf = (text: string): number => {
    const places: [number, number][] = [];
    automaton.search(text, (key, end) => places.push([first + key, end]));
    return attempts(text, places);
  };
  let worst: Hardest = { rule: rule.id, ms: 0, growth: 1 };
  for (const part of rule.keys.slice(0, 2).flatMap((key) => hardParts(rule, key))) {
    const text = part.repeat(Math.ceil(SIZE / part.length));
    const ms = timeOf(text);
    if (ms > worst.ms) worst = { rule: rule.id, ms, growth: timeOf(text + text) / ms };
  }
  return worst;
}

/** Every file of a repository that is searched, one after another. */
function repository(folder: string): { name: string; files: number; megabytes: number; first: number; best: number } {
  const listed = execFileSync('git', ['-C', folder, 'ls-files', '-z'], { encoding: 'utf8', maxBuffer: 1e9 });
  const texts: { file: string; text: string }[] = [];
  for (const file of listed.split('\0').filter((name) => name !== '' && isSearchedPath(name))) {
    const target = path.join(folder, file);
    if (!fs.lstatSync(target, { throwIfNoEntry: false })?.isFile()) continue;
    const bytes = fs.readFileSync(target);
    if (bytes.length > 1_000_000 || bytes.subarray(0, 8000).includes(0)) continue;
    texts.push({ file, text: bytes.toString('utf8') });
  }
  let first = 0;
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    for (const { file, text } of texts) detect(text, languageOf(file), file);
    const ms = performance.now() - started;
    first ||= ms;
    best = Math.min(best, ms);
  }
  const megabytes = texts.reduce((sum, { text }) => sum + text.length, 0) / 1e6;
  return { name: path.basename(folder), files: texts.length, megabytes, first, best };
}

/** A long file of code, as it is read at each keystroke. */
function longFile(): number {
  const line = 'export const total = items.reduce((sum, item) => sum + item.price * item.count, 0); // token, key\n';
  const text = line.repeat(Math.ceil(300_000 / line.length));
  const times = Array.from({ length: 20 }, (_, round) => {
    const started = process.cpuUsage();
    detect(`${text}\n${round}`, 'typescript', 'src/client.ts');
    return process.cpuUsage(started).user / 1000;
  });
  return times.sort((a, b) => a - b)[10] ?? 0;
}

const started = performance.now();
detect('start', 'typescript', 'start.ts');
const build = performance.now() - started;
const repositories = process.argv.slice(2).map(repository);
const keystroke = longFile();
const rules: Hardest[] = [];
let first = 0;
for (const rule of PROVIDER_RULES) {
  rules.push(hardest(rule, first));
  first += rule.keys.length;
}
rules.sort((a, b) => b.ms - a.ms);
const slow = rules.filter(({ ms }) => ms > 5);
console.log(
  JSON.stringify({ formats: rules.length, build, repositories, keystroke, slow, hardest: rules.slice(0, 10) }),
);
