import assert from 'node:assert/strict';

import { minimatch } from 'minimatch';

import { WATCHERS, watcherOf } from '../../src/server/watch';

const CHANGED = WATCHERS.filter(({ kind }) => kind === undefined).map(({ globPattern }) => String(globPattern));
const isWatched = (path: string): boolean => CHANGED.some((glob) => minimatch(path, glob, { dot: true }));

describe('the watched files', () => {
  it('are those that checks read, in every language', () => {
    const read = [
      ...['a.ts', 'api/b.py', 'c.go', 'D.java', 'e.rb', 'f.php', 'g.cs', 'h.kts', 'i.vue', 'page.htm', 'style.css'],
      ...['go.mod', 'Gemfile', 'Jenkinsfile', 'deploy/Caddyfile', 'shop.csproj', '.gitattributes', '.editorconfig'],
      ...['.env', '.env.local', 'prod.env', 'Dockerfile', 'run.zsh', 'README.md', '.git/HEAD', 'roles/x/db.yml.j2'],
    ];
    assert.deepEqual(
      read.filter((path) => !isWatched(path)),
      [],
    );
  });

  it('are not all files', () => {
    assert.ok(!isWatched('media/film.mp4'));
    assert.ok(!isWatched('.git/objects/ab/cdef'));
  });

  it('are told apart from their folder itself, which is a name in the folder above', () => {
    const kind = 1 | 4;
    assert.deepEqual(watcherOf('file:///srv/acme%20shop'), {
      globPattern: { baseUri: 'file:///srv', pattern: 'acme shop' },
      kind,
    });
    assert.deepEqual(watcherOf('file:///srv/shop[2]').globPattern, {
      baseUri: 'file:///srv',
      pattern: 'shop[[]2[]]',
    });
  });

  it('may go and come with their folder, which is told by its own name', () => {
    assert.deepEqual(
      WATCHERS.filter(({ kind }) => kind !== undefined),
      [{ globPattern: '**', kind: 1 | 4 }],
    );
  });
});
