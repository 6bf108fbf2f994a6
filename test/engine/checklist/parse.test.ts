import assert from 'node:assert/strict';

import { parseChecklist } from '../../../src/engine/checklist/parse';

/** Items of a document as `line claim checks (strength)`. */
function read(text: string, path = 'docs/LAUNCH_CHECKLIST.md'): string[] {
  return (parseChecklist(path, text)?.items ?? []).map(({ line, claim, checks, strength }) => {
    const bound = checks.length > 0 ? ` ${checks.join('+')} (${strength})` : '';
    return `${line} ${claim}${bound}`;
  });
}

describe('a checklist in Markdown', () => {
  const cases: [title: string, text: string, expected: string[]][] = [
    [
      'reads task boxes',
      '- [x] Rate limiting enabled\n- [ ] Graceful shutdown\n* [~] Tracing\n1. [X] Security headers\n',
      [
        '1 done rate-limit-enforced (strong)',
        '2 not-done graceful-shutdown (strong)',
        '3 partial tracing (strong)',
        '4 done security-headers (strong)',
      ],
    ],
    [
      'reads leading and trailing marks and bare lines',
      '- ✅ Password hashing with bcrypt\n- CORS restricted to our domains ❌\n✅ Log rotation\n- ⚠️ Query timeouts\n',
      [
        '1 done password-hashing (strong)',
        '2 not-done cors-restricted (strong)',
        '3 done log-rotation (strong)',
        '4 partial db-query-timeout (strong)',
      ],
    ],
    [
      'reads rows of a table with a status column',
      '| Item | Owner | Status |\n| --- | --- | --- |\n| Structured logging | Ada | PASS |\n| Runbooks | @ops | pending |\n',
      ['3 done structured-logging (strong)', '4 not-done runbook-doc (strong)'],
    ],
    [
      'does not take a column of another meaning for a state',
      '| Route | Auth required |\n| --- | --- |\n| Security headers | ✅ |\n',
      [],
    ],
    [
      'reads a status line that says something',
      '## Testing\n**Status**: ❌ No tests exist\n',
      ['2 not-done tests-present (strong)'],
    ],
    [
      'takes unmarked bullets of a list of gaps as not done',
      "**What's Missing**:\n- Graceful shutdown\n\n**Risk Level**: HIGH\n- Graceful shutdown\n",
      ['2 not-done graceful-shutdown (strong)'],
    ],
    [
      'leaves history, advice and legends alone',
      '### Before\n- ❌ No rate limiting\n### Best practices\n- ✅ Graceful shutdown\n### Legend\n- ✅ Security headers\n',
      [
        '2 unstated rate-limit-enforced (strong)',
        '4 unstated graceful-shutdown (strong)',
        '6 unstated security-headers (strong)',
      ],
    ],
    [
      'reads a deadline named "before" as a list of open things',
      '### Before deployment\n- [ ] Graceful shutdown\n',
      ['2 not-done graceful-shutdown (strong)'],
    ],
    [
      'takes emoji in a plan as steps and boxes as tasks',
      '## Next steps\n1. ✅ Structured logging\n- [ ] Log rotation\n- [x] Runbooks\n',
      ['2 planned structured-logging (strong)', '3 planned log-rotation (strong)', '4 done runbook-doc (strong)'],
    ],
    [
      'turns a negative sentence round where the good state is an absence',
      '- ✅ Zero hardcoded secrets remaining\n- ❌ No health check endpoint\n- ✅ No security headers\n',
      [
        '1 done hardcoded-secret (strong)',
        '2 not-done health-endpoint (strong)',
        '3 unstated security-headers (strong)',
      ],
    ],
    [
      'reads weakened words as partial',
      '- ✅ Rate limiting (temporarily disabled)\n',
      ['1 partial rate-limit-enforced (strong)'],
    ],
    [
      'binds tests of a thing, names of things and tasks to run at most weakly',
      '- [x] Tests for security headers\n- [x] `rate_limiter` module\n- [ ] Run security headers scan\n',
      ['1 done', '2 done', '3 not-done'],
    ],
    [
      'lets the special check win over the general one',
      '- [ ] Rate limiting on login\n- [x] Database health checks\n',
      ['1 not-done rate-limit-auth-routes (strong)', '2 done health-checks-dependencies (strong)'],
    ],
    [
      'reads bind comments and leaves ignored items out',
      '- [x] Front door locked <!-- preflight: route-unprotected -->\n<!-- preflight: ignore reason="done by the gateway" -->\n- [x] Rate limiting\n',
      ['1 done route-unprotected (bound)'],
    ],
    [
      'reads items inside a Markdown fence but not in code or in the content of a named file',
      '```markdown\n- [ ] Log rotation\n```\n```sh\n- [ ] Tracing\n```\n**File: `docs/OPS.md`**\n```markdown\n- [ ] Runbooks\n```\n',
      ['2 not-done log-rotation (strong)'],
    ],
    [
      'repairs emoji that were saved with a wrong code page',
      '- Log rotation âŒ\n- âœ… Tracing enabled\n',
      ['1 not-done log-rotation (strong)', '2 done tracing (strong)'],
    ],
    [
      'counts lines as the editor does',
      '- [x] Tracing\r\n\r\n- [ ] Log rotation\r',
      ['1 done tracing (strong)', '3 not-done log-rotation (strong)'],
    ],
  ];
  for (const [title, text, expected] of cases) {
    it(title, () => assert.deepEqual(read(text), expected));
  }

  it('lists every item of a checklist, and only named checks of other documents', () => {
    const marks = '- ✅ a\n- ✅ b\n- ✅ c\n- ✅ d\n- ✅ Log rotation\n';
    assert.equal(read(marks).length, 5);
    assert.deepEqual(read(marks, 'docs/notes.md'), ['5 done log-rotation (strong)']);
    assert.deepEqual(read('- ✅ Log rotation\n', 'docs/notes.md'), []);
  });

  it('reads other documents for states in words, broken marks and binding comments, too', () => {
    const rows = ['a', 'b', 'c', 'd', 'Log rotation'].map((title) => `| ${title} | Done |\n`).join('');
    assert.deepEqual(read(`| Item | **Status** |\n| --- | --- |\n${rows}`, 'docs/notes.md'), [
      '7 done log-rotation (strong)',
    ]);
    assert.deepEqual(read('- a âŒ\n- b âŒ\n- c âŒ\n- d âŒ\n- Log rotation âŒ\n', 'docs/notes.md'), [
      '5 not-done log-rotation (strong)',
    ]);
    assert.deepEqual(read('- ✅ Front door locked <!-- preflight: route-unprotected -->\n', 'docs/notes.md'), [
      '1 done route-unprotected (bound)',
    ]);
  });

  it('leaves comments of people out of the words', () => {
    const items = parseChecklist('todo.md', '- [x] Log rotation <!-- ask the night shift -->\n')?.items;
    assert.deepEqual(
      items?.map(({ text }) => text),
      ['Log rotation'],
    );
  });

  it('carries sections, owners and dates', () => {
    const text = '# Plan\n## Phase 1\n**Owner**: Ada\n- [ ] Log rotation by 2026-03-01\n- [ ] Tracing @grace\n';
    const items = parseChecklist('todo.md', text)?.items.map(({ section, owner, due }) => ({ section, owner, due }));
    assert.deepEqual(items, [
      { section: ['Plan', 'Phase 1'], owner: 'Ada', due: '2026-03-01' },
      { section: ['Plan', 'Phase 1'], owner: '@grace', due: null },
    ]);
  });

  it('masks words that look like tokens', () => {
    const word = ['Xk9', 'fQ27', 'LmZ8vT'].join('');
    const text = parseChecklist('todo.md', `- [ ] Rotate ${word}\n`)?.items[0]?.text;
    assert.equal(text, 'Rotate Xk9••••••••');
  });
});
