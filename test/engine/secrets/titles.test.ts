import assert from 'node:assert/strict';

import { titleOf } from '../../../src/engine/secrets/findings';

describe('titles of credentials', () => {
  const cases: [string, RegExp][] = [
    ['github-token', /^A GitHub /],
    ['npm-token', /^An npm /],
    ['aws-access-key', /^An AWS /],
    ['nvidia-key', /^An NVIDIA /],
    ['password', /^A password$/],
  ];
  for (const [rule, title] of cases)
    it(`${rule} is spoken as ${title.source}`, () => {
      assert.match(titleOf(rule), title);
    });
});
