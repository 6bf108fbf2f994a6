// Every provider rule: well formed, linear by construction, found where it stands, and not found with a made-up body.

import assert from 'node:assert/strict';

import { detect } from '../../../src/engine/secrets/detect';
import { PROVIDER_RULES } from '../../../src/engine/secrets/rules';
import type { ProviderRule } from '../../../src/engine/secrets/rules/rule';
import { longest, nestsRepeats, parsePattern, sampleOf } from '../../support/pattern';
import { base62, crc32 } from '../../../src/engine/secrets/crc32';

/** Samples that a check demands more of than the pattern says. */
const SPECIAL: Record<string, () => string> = {
  'cloudflare-tunnel-token': () =>
    Buffer.from(JSON.stringify({ a: 'c0ffee'.repeat(5), t: 'd1a2-b3c4', s: 'k9Qz7Wm2Rt5Yx8Lp4Nv' })).toString('base64'),
};

function sample(rule: ProviderRule): string {
  const special = SPECIAL[rule.id];
  if (special) return special();
  const text = sampleOf(parsePattern(rule.pattern), rule.id);
  return (rule.before === undefined ? '' : sampleOf(parsePattern(rule.before), `${rule.id} before`)) + text;
}

/** Rules found in a line of a file. */
function rulesIn(line: string, path = 'src/client.ts'): string[] {
  return detect(`${line}\n`, path.endsWith('.ts') ? 'typescript' : 'markdown', path).map(({ rule }) => rule);
}

describe('provider rules', () => {
  it('are many, and each has an id of its own', () => {
    const ids = PROVIDER_RULES.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(ids.length >= 80, true);
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
        assert.equal(rule.keys.length > 0, true);
        for (const key of rule.keys) assert.match(key, /^[^A-Z]{3,}$/);
      });

      it('has a pattern without unbounded or nested repetition', () => {
        const tree = parsePattern(rule.pattern);
        assert.equal(longest(tree) <= 5000, true);
        assert.equal(nestsRepeats(tree), false);
      });

      it('is found in code and in text', () => {
        const value = sample(rule);
        const line = rule.named ? `const ${rule.env} = '${value}';` : `connect('${value}');`;
        const wanted =
          rule.id === 'npmrc-auth' ? rulesIn(`//registry.example.org/${value}`, 'notes.md') : rulesIn(line);
        assert.deepEqual(wanted, [rule.id]);
      });

      it('is not found when the body is blanked out', () => {
        const value = sample(rule);
        const body = value.replace(/[A-Za-z0-9]{8,}$/, (match) => 'x'.repeat(match.length));
        if (body === value) return;
        assert.deepEqual(
          rulesIn(`connect('${body}');`).filter((id) => id === rule.id),
          [],
        );
      });
    });
  }

  it('let a checksum raise the confidence', () => {
    const body = sampleOf(parsePattern('[A-Za-z0-9]{30}'), 'crc');
    const right = ['ghp', `${body}${base62(crc32(body), 6)}`].join('_');
    const [found] = detect(`token = "${right}"\n`, 'python', 'a.py');
    assert.equal(found?.proven, true);
    const [other] = detect(`token = "${right.slice(0, -1)}${right.endsWith('a') ? 'b' : 'a'}"\n`, 'python', 'a.py');
    assert.deepEqual([other?.rule, other?.proven], ['github-token', false]);
  });
});
