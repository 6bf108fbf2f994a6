import assert from 'node:assert/strict';

import { collect, planCollect } from '../../../src/engine/collect/collect';
import type { FileFacts } from '../../../src/engine/facts';
import { loadParsers } from '../../support/memory-host';

const SUPPRESSED = '# preflight-ignore unused -- kept for the next release\n';

/** Files whose prefilters hold something back, by path. */
const FILES: Record<string, string> = {
  'shop/users.py': 'def current_user(request):\n    print(request)\n    return request.user\n',
  'shop/broken.py': `${SUPPRESSED}def current_user(request:\n    return (request.user\n`,
  'shop/nothing.py': '',
  'shop/nested.py': `value = ${'('.repeat(3000)}1${')'.repeat(3000)}\n`,
  'src/session.ts': 'export function session(token: string) {\n  return token.length > 3;\n}\n',
  'src/broken.ts': 'export function session(token: string {\n  return token.\n',
  'cmd/names.go': 'package cmd\n\nfunc name(user User) string {\n\treturn user.Name\n}\n',
  'app/models/user.rb': 'class User\n  def admin?\n    role == "admin"\n  end\nend\n',
  'src/User.php': '<?php\nclass User {\n  public function name() { return $this->name; }\n}\n',
  'src/User.java': 'class User {\n  String name() { return name; }\n}\n',
  'src/User.cs': 'class User {\n  string Name() => name;\n}\n',
  'config/site.yaml': 'site:\n  name: Shop\n',
};

describe('deep facts', () => {
  async function facts(path: string, options: Parameters<typeof planCollect>[2]): Promise<FileFacts> {
    const text = FILES[path] ?? '';
    const plan = planCollect(path, text, options);
    const { parser } = plan;
    const loaded = await loadParsers();
    const parsers = parser ? { [parser]: loaded[parser] } : {};
    return collect({ path, text, size: text.length, hash: 'h', plan, parsers, salt: 's' });
  }

  for (const path of Object.keys(FILES)) {
    for (const foreign of [false, true])
      it(`of ${foreign ? 'a foreign ' : ''}${path} are the usual ones and what was held back`, async () => {
        const usual = JSON.parse(JSON.stringify(await facts(path, { foreign }))) as FileFacts;
        const whole = await facts(path, { deep: true, foreign });
        const added = await facts(path, { deep: true, foreign, usual });
        assert.equal(JSON.stringify(added), JSON.stringify(whole));
      });
  }

  it('run what was held back and nothing else', () => {
    const path = 'shop/users.py';
    const text = FILES[path] ?? '';
    const usual = planCollect(path, text);
    const given = planCollect(path, text, { deep: true, usual: { parts: {} } as FileFacts }).given?.from ?? new Set();
    assert.deepEqual([...given], usual.extractors);
    assert.ok(![...given].some(({ part }) => part === 'code'));
  });
});
