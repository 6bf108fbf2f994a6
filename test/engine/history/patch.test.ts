// The output of `git log --patch`, read line by line.

import assert from 'node:assert/strict';

import { PatchReader, type Piece } from '../../../src/engine/history/patch';

const ID = 'a1'.repeat(20);

function read(lines: string[]): { pieces: Piece[]; commits: string[] } {
  const pieces: Piece[] = [];
  const commits: string[] = [];
  const reader = new PatchReader({
    commit: ({ id, date }) => commits.push(`${id} ${date}`),
    piece: (piece) => pieces.push(piece),
  });
  for (const line of lines) reader.push(line);
  reader.end();
  return { pieces, commits };
}

const HEAD = [`\0${ID} 2026-01-02T03:04:05+01:00`, ''];

function file(path: string, ...hunks: string[]): string[] {
  return [`diff --git a/${path} b/${path}`, 'index 1..2 100644', `--- a/${path}`, `+++ b/${path}`, ...hunks];
}

/** `path:line text` of every added line. */
function added(lines: string[]): string[] {
  return read([...HEAD, ...lines]).pieces.flatMap(({ path, text, firstLine, added: own }) =>
    [...own].map((line) => `${path}:${firstLine + line - 1} ${text.split('\n')[line - 1] ?? ''}`),
  );
}

describe('the reader of patches', () => {
  it('tells commits with their dates', () => {
    assert.deepEqual(read([...HEAD, ...HEAD]).commits, Array(2).fill(`${ID} 2026-01-02T03:04:05+01:00`));
  });

  it('gives added lines with their numbers, and what stands around them', () => {
    const lines = file(
      'a.ts',
      '@@ -10,3 +10,4 @@ function',
      ' one',
      '-two',
      '+deux',
      '+drei',
      ' four',
      '@@ -40 +41 @@',
      '+x',
    );
    assert.deepEqual(added(lines), ['a.ts:11 deux', 'a.ts:12 drei', 'a.ts:41 x']);
    assert.equal(read([...HEAD, ...lines]).pieces[0]?.text, 'one\ndeux\ndrei\nfour\n');
  });

  it('takes lines of a file for nothing else', () => {
    const lines = file(
      'a.md',
      '@@ -1,2 +1,6 @@',
      '+++ b/other.ts',
      '+diff --git a/x b/x',
      '+@@ -1 +1 @@',
      '--- a/gone',
      '+\0',
      '+',
    );
    assert.deepEqual(added(lines), [
      'a.md:1 ++ b/other.ts',
      'a.md:2 diff --git a/x b/x',
      'a.md:3 @@ -1 +1 @@',
      'a.md:4 \0',
      'a.md:5 ',
    ]);
  });

  it('leaves out what a merge has from either parent', () => {
    const lines = [
      'diff --cc a.ts',
      'index 1,2..3',
      '--- a/a.ts',
      '+++ b/a.ts',
      '@@@ -1,2 -1,2 +1,4 @@@',
      '  same',
      '+ theirs',
      ' +ours',
      '- gone',
      '++new',
    ];
    assert.deepEqual(added(lines), ['a.ts:4 new']);
  });

  it('leaves out deletions, binary files and renames without a change', () => {
    assert.deepEqual(
      added([
        ...['diff --git a/a.ts b/a.ts', 'deleted file mode 100644', 'index 1..0', '--- a/a.ts', '+++ /dev/null'],
        ...['diff --git a/a.png b/a.png', 'index 1..2 100644', 'Binary files a/a.png and b/a.png differ'],
        ...['diff --git a/b.ts b/c.ts', 'similarity index 100%', 'rename from b.ts', 'rename to c.ts'],
      ]),
      [],
    );
  });

  it('reads names with spaces, quotes and letters of any script', () => {
    const names = ['+++ b/a b.ts\t', '+++ "b/a\\"\\t\\303\\274.ts"', '+++ b/ü/ключ.ts'];
    const lines = names.flatMap((name) => ['diff --git x y', '--- /dev/null', name, '@@ -0,0 +1 @@', '+x']);
    assert.deepEqual(added(lines), ['a b.ts:1 x', 'a"\tü.ts:1 x', 'ü/ключ.ts:1 x']);
  });

  it('knows the last line without its end', () => {
    assert.deepEqual(
      added(file('a', '@@ -1 +1 @@', '-x', '\\ No newline at end of file', '+y', '\\ No newline at end of file')),
      ['a:1 y'],
    );
  });

  it('gives a long file in pieces whose lines keep their numbers', () => {
    const long = `+${'x'.repeat(75_000)}`;
    const { pieces } = read([...HEAD, ...file('a', '@@ -0,0 +1,9 @@', ...Array<string>(9).fill(long))]);
    assert.deepEqual(
      pieces.map(({ firstLine, added: own }) => [firstLine, own.size]),
      [
        [1, 4],
        [5, 4],
        [9, 1],
      ],
    );
  });
});
