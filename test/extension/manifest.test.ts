// What the manifest promises in its walkthrough.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

interface Manifest {
  contributes: { walkthroughs: { steps: { id: string; description: string; completionEvents: string[] }[] }[] };
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
