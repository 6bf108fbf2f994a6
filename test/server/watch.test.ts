import assert from 'node:assert/strict';

import { minimatch } from 'minimatch';

import { WATCHERS, watchersOf } from '../../src/server/watch';

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
    const [own] = watchersOf('file:///srv/acme%20shop');
    assert.deepEqual(own, { globPattern: { baseUri: 'file:///srv', pattern: 'acme shop' }, kind });
    assert.deepEqual(watchersOf('file:///srv/shop[2]')[0]?.globPattern, {
      baseUri: 'file:///srv',
      pattern: 'shop[[]2[]]',
    });
  });

  it('are told of the folders above as well, up to the root', () => {
    const patterns = (uri: string): unknown[] => watchersOf(uri).map(({ globPattern }) => globPattern);
    assert.deepEqual(patterns('file:///home/ada/team/shop'), [
      { baseUri: 'file:///home/ada/team', pattern: 'shop' },
      { baseUri: 'file:///home/ada', pattern: 'team' },
      { baseUri: 'file:///home', pattern: 'ada' },
      { baseUri: 'file:///', pattern: 'home' },
    ]);
    assert.deepEqual(patterns('file:///c%3A/src/shop'), [
      { baseUri: 'file:///c%3A/src', pattern: 'shop' },
      { baseUri: 'file:///c%3A/', pattern: 'src' },
    ]);
    assert.deepEqual(patterns('file://host/share'), [{ baseUri: 'file://host/', pattern: 'share' }]);
    assert.deepEqual(patterns('file:///'), []);
  });

  it('may go and come with their folder, which is told by its own name', () => {
    assert.deepEqual(
      WATCHERS.filter(({ kind }) => kind !== undefined),
      [{ globPattern: '**', kind: 1 | 4 }],
    );
  });
});
