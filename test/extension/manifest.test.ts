// What the manifest promises in its walkthrough, and what it says where the view is empty.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

interface Manifest {
  contributes: {
    walkthroughs: { steps: { id: string; description: string; completionEvents: string[] }[] }[];
    viewsWelcome: { view: string; when: string; contents: string }[];
    commands: { command: string }[];
  };
}

const root = path.resolve(__dirname, '../..');
const read = (file: string): unknown => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));

describe('the walkthrough', () => {
  it('completes each step with its button, also where the view has been open before', () => {
    const words = read('package.nls.json') as Record<string, string>;
    const { walkthroughs } = (read('package.json') as Manifest).contributes;
    for (const { id, description, completionEvents } of walkthroughs.flatMap(({ steps }) => steps)) {
      const [, command] = /\]\(command:([\w.]+)\)/.exec(words[description.slice(1, -1)] ?? '') ?? [];
      assert.ok(completionEvents.includes(`onCommand:${command ?? ''}`), id);
    }
  });
});

describe('the empty view', () => {
  const words = read('package.nls.json') as Record<string, string>;
  const { viewsWelcome, commands } = (read('package.json') as Manifest).contributes;
  const texts = (state: string): string[] =>
    viewsWelcome
      .filter(({ view, when }) => view === 'preflight.readiness' && when.includes(`preflight.state == ${state}`))
      .map(({ contents }) => words[contents.slice(1, -1)] ?? '');

  it('says in each state what is going on: a folder that cannot be scanned is no server that has ended', () => {
    assert.match(texts('failed').join(), /^The folder could not be scanned\..*\(command:preflight\.scan\)/s);
    assert.match(texts('ended').join(), /^The server has ended\..*\(command:preflight\.restart\)/s);
    for (const state of ['starting', 'scanning', 'ready', 'stopped', 'off'])
      assert.notEqual(texts(state).join(), '', state);
  });

  it('says that there are no routes only where they were looked for', () => {
    const routes = viewsWelcome.filter(({ view }) => view === 'preflight.routes');
    const said = routes.map(({ when, contents }) => [when, words[contents.slice(1, -1)]?.split(/[ ,.]/, 3).join(' ')]);
    assert.deepEqual(said, [
      ['preflight.state == ready && !preflight.openFilesOnly', 'No routes were'],
      ['preflight.state == ready && preflight.openFilesOnly', 'Routes are followed'],
      ['preflight.state != ready', 'Routes appear here'],
    ]);
  });

  it('offers commands that there are', () => {
    const known = new Set(commands.map(({ command }) => command));
    for (const { contents } of viewsWelcome)
      for (const [, command = ''] of (words[contents.slice(1, -1)] ?? '').matchAll(/\(command:(preflight\.\w+)/g))
        assert.ok(known.has(command), command);
  });
});
