/** Families of programs that are built, started and limited alike, by the files that they are written in. */

export type Family = 'python' | 'javascript' | 'go' | 'java' | 'ruby' | 'php' | 'csharp';

const FAMILIES: readonly [RegExp, Family][] = [
  [/\.py$/, 'python'],
  [/\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/, 'javascript'],
  [/\.go$/, 'go'],
  [/\.(?:java|kt)$/, 'java'],
  [/\.(?:rb|ru)$/, 'ruby'],
  [/\.php$/, 'php'],
  [/\.cs$/, 'csharp'],
];

/** The family of a program's file; undefined = it is none. */
export function familyOf(path: string): Family | undefined {
  return FAMILIES.find(([pattern]) => pattern.test(path))?.[1];
}
