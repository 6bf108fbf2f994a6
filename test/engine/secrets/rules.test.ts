// Every provider rule: well formed, linear by construction, found where it stands, and not found where only something like it stands.

import assert from 'node:assert/strict';

import { detect, type Detection } from '../../../src/engine/secrets/detect/detect';
import { PROVIDER_RULES } from '../../../src/engine/secrets/rules';
import type { ProviderRule } from '../../../src/engine/secrets/rules/rule';
import { expand, valueOf, type Example } from '../../support/examples';
import { longest, nestsRepeats, parsePattern, repeatsCollide } from '../../support/pattern';
import { EXAMPLES } from './rules/index';

function exampleOf(rule: ProviderRule): Example {
  const example = EXAMPLES[rule.id];
  assert.ok(example, `test/engine/secrets/rules has an example of ${rule.id}`);
  return example;
}

function detectionsIn(line: string): Detection[] {
  return detect(`${line}\n`, 'typescript', 'src/client.ts');
}

/** Rules found in a line of code. */
function rulesIn(line: string): string[] {
  return detectionsIn(line).map(({ rule }) => rule);
}

/** The line of an example with a value in its place. */
function lineWith(rule: ProviderRule, value: string): string {
  const line = exampleOf(rule).line ?? (rule.named === undefined ? "connect('$');" : `const ${rule.env} = '$';`);
  return expand(line, rule.id).replace('$', () => value);
}

describe('provider rules', () => {
  it('are many, and each has an id and an example of its own', () => {
    const ids = PROVIDER_RULES.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.length >= 400);
    assert.deepEqual(Object.keys(EXAMPLES).sort(), [...ids].sort());
  });

  for (const rule of PROVIDER_RULES) {
    describe(rule.id, () => {
      it('names its source, where to rotate, and a variable', () => {
        assert.match(rule.source, /^https:\/\/[\w.-]+\//);
        assert.match(rule.rotate, /^https:\/\/[\w.-]+/);
        assert.match(rule.env, /^[A-Za-z][A-Za-z0-9_]+$/);
        assert.match(rule.id, /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      });

      it('has lower-case keys of at least three characters', () => {
        assert.ok(rule.keys.length > 0);
        for (const key of rule.keys) assert.match(key, /^[^A-Z]{3,}$/);
      });

      it('is read in time that grows with the text', () => {
        for (const pattern of [rule.pattern, rule.before ?? '']) {
          const tree = parsePattern(pattern);
          assert.ok(longest(tree) <= 5000);
          assert.equal(nestsRepeats(tree), false);
          assert.equal(repeatsCollide(tree), false);
        }
      });

      it('is found', () => {
        assert.deepEqual(rulesIn(lineWith(rule, valueOf(exampleOf(rule), rule.id))), [rule.id]);
      });

      it('is not found in a near miss', () => {
        const line = lineWith(rule, expand(exampleOf(rule).miss, rule.id));
        assert.equal(rulesIn(line).includes(rule.id), false, line);
      });

      it('is not found when the body is blanked out', () => {
        const value = valueOf(exampleOf(rule), rule.id);
        const blank = value.replace(/[A-Za-z0-9]{8,}(?=[^A-Za-z0-9]{0,3}$)/, (body) => 'x'.repeat(body.length));
        if (blank !== value) assert.equal(rulesIn(lineWith(rule, blank)).includes(rule.id), false, blank);
      });

      if (rule.named !== undefined) itNeedsItsName(rule);
    });
  }
});

/** A value without a prefix is nothing without the provider's word, and nothing under a name that says what else it is. */
function itNeedsItsName(rule: ProviderRule): void {
  const value = valueOf(exampleOf(rule), rule.id);
  const word = rule.keys[0] ?? '';

  it('is not found under a name of nobody', () => {
    assert.equal(rulesIn(`const value = '${value}';`).includes(rule.id), false);
  });

  it('is not found as the id or hash of something', () => {
    for (const name of [
      'requestId',
      'commit_sha',
      'etag',
      'integrity',
      'trace_id',
      'api_key_id',
      'tokenHash',
      'keyFingerprint',
    ]) {
      const line = `// ${word} key\nconst ${name} = '${value}';`;
      assert.equal(rulesIn(line).includes(rule.id), false, line);
    }
  });
}
