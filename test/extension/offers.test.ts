// What a person is offered after a fix.

import assert from 'node:assert/strict';

import { offersOf } from '../../src/extension/offers';

describe('the offers after a fix', () => {
  it('are the first command and the first page', () => {
    const sentences = [
      'Rotate the credential at https://example.org/settings/tokens: it stays in the history of the repository.',
      'Run "git rm --cached .env" and commit before anything else.',
      'Store it for the workflow: "gh secret set A".',
    ];
    assert.deepEqual(offersOf(sentences), {
      command: 'git rm --cached .env',
      page: 'https://example.org/settings/tokens',
    });
  });

  it('are none where there is nothing to do at once', () => {
    assert.deepEqual(offersOf(['Set "A" wherever this runs.']), { command: undefined, page: undefined });
    assert.deepEqual(offersOf([]), { command: undefined, page: undefined });
  });

  it('leave the sign at the end of a sentence out', () => {
    assert.equal(offersOf(['See https://example.org/a?b=c#d.']).page, 'https://example.org/a?b=c#d');
    assert.equal(offersOf(['At https://example.org:8443/a, then go on.']).page, 'https://example.org:8443/a');
  });
});
