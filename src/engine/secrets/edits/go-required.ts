/**
 * Go reads a variable that is not set as an empty text (package os, "Getenv"), which signs and compares like any other. Code that cannot do
 * without one reads it through a function that stops: one for each package, where none of that name is there yet.
 */
import type { FixContext, TextEdit } from '../../fix';
import { folderOf } from '../../manifests';
import { importEdit } from './imports';
import { newlineOf, type PlaceInText } from './place';

const HELPER = [
  '// mustGetenv reads a variable that the program cannot do without.',
  'func mustGetenv(name string) string {',
  '\tvalue := os.Getenv(name)',
  '\tif value == "" {',
  '\t\tpanic(name + " is not set")',
  '\t}',
  '\treturn value',
  '}',
];
const DECLARED = /^func mustGetenv\(/m;
/** A program of its own, whatever stands beside it (cmd/go documentation, "Build constraints"). */
const ALONE = /^\/\/(?:go:build| ?\+build) +ignore\b/m;

/** The edit that puts a read in the place of a literal, made to stop without a value, and what the file needs for it. */
export async function requiredInGo(place: PlaceInText, edit: TextEdit): Promise<TextEdit[]> {
  const { path, text } = place;
  const own = importEdit(text, 'go');
  // What a test lacks, it tells by itself; and programs cannot call what stands in tests.
  if (path.endsWith('_test.go')) return own ? [own, edit] : [edit];
  const call = { ...edit, newText: edit.newText.replace('os.Getenv(', 'mustGetenv(') };
  if ((await homeOf(place)) !== path || DECLARED.test(text)) return [call];
  const newline = newlineOf(text);
  const before = text.endsWith('\n') ? newline : newline + newline;
  const helper = { start: text.length, end: text.length, newText: `${before}${HELPER.join(newline)}${newline}` };
  return own ? [own, call, helper] : [call, helper];
}

/** By fix, the file of each package that has the function, or is given it. */
const homes = new WeakMap<FixContext, Map<string, string>>();

async function homeOf({ path, text, context }: PlaceInText): Promise<string> {
  if (ALONE.test(text)) return path;
  const key = `${folderOf(path)} ${packageOf(text)}`;
  const known = homes.get(context) ?? new Map<string, string>();
  homes.set(context, known);
  let home = known.get(key);
  if (home === undefined) known.set(key, (home = (await declaringFile(path, text, context)) ?? path));
  return home;
}

/** A file of the same package in which the function stands already. */
async function declaringFile(path: string, text: string, context: FixContext): Promise<string | undefined> {
  if (DECLARED.test(text)) return path;
  for (const other of context.workspace.files.keys()) {
    if (!other.endsWith('.go') || other.endsWith('_test.go') || folderOf(other) !== folderOf(path)) continue;
    const there = (await context.readText(other)) ?? '';
    if (DECLARED.test(there) && packageOf(there) === packageOf(text) && !ALONE.test(there)) return other;
  }
  return undefined;
}

function packageOf(text: string): string {
  return /^package (\w+)/m.exec(text)?.[1] ?? '';
}
