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
      'does not take the settings of a pipeline for the pipeline',
      '- [ ] Update any CI/CD environment variables\n- [x] CI/CD pipeline\n',
      ['1 not-done', '2 done ci-present (strong)'],
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
      '- ✅ Zero hardcoded secrets remaining\n- ❌ No health check endpoint\n- ✅ No security headers\n- [x] No memory leaks\n',
      [
        '1 done hardcoded-secret (strong)',
        '2 not-done health-endpoint (strong)',
        '3 unstated security-headers (strong)',
        '4 done',
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
    [
      'takes what is wanted for no state: criteria, and what a plan is to deliver',
      '# Billing roadmap\n## Acceptance criteria\n- ✅ Log rotation\n- [ ] Tracing\n## Phase 1\n**Deliverables**:\n- ✅ Runbooks\n## Success criteria: all met\n- ✅ Graceful shutdown\n',
      [
        '3 planned log-rotation (strong)',
        '4 not-done tracing (strong)',
        '7 planned runbook-doc (strong)',
        '9 done graceful-shutdown (strong)',
      ],
    ],
    [
      'takes the boxes of a manual for steps of every time, unless somebody ticks them',
      '# Deployment Guide\n- [ ] Log rotation\n',
      ['2 planned log-rotation (strong)'],
    ],
    [
      'takes a manual with a tick for a list of states',
      '# Deployment Guide\n- [ ] Log rotation\n- [x] Tracing\n',
      ['2 not-done log-rotation (strong)', '3 done tracing (strong)'],
    ],
    [
      'takes the boxes of a release checklist for steps of every release',
      '# Packages\n## Release checklist\n- [ ] Changelog\n## Open\n- [ ] Log rotation\n',
      ['3 planned changelog (strong)', '5 not-done log-rotation (strong)'],
    ],
    [
      'reads who was hit by a gap as no list of gaps',
      '## Bug: missing packages\n**Affected systems**:\n- CI/CD pipeline\n**Still missing**:\n- Graceful shutdown\n',
      ['5 not-done graceful-shutdown (strong)'],
    ],
    [
      'reads the current version of a roadmap as a state',
      '## Roadmap\n### Current version (1.0)\n- ✅ Tracing\n### Next\n- ✅ Log rotation\n',
      ['3 done tracing (strong)', '5 planned log-rotation (strong)'],
    ],
    [
      'reads a grade as a part, and the figure of a task as its aim',
      '❌ Runbooks: 10%\n✅ Log rotation: 100%\n- [ ] Tracing: 80%\n',
      ['1 partial runbook-doc (strong)', '2 done log-rotation (strong)', '3 not-done tracing (strong)'],
    ],
    [
      'reads a bare state of what it stands below',
      '## Recommendations\n### Load testing\n- 🔴 Not configured\n### Tracing\n- ✅ Implemented\n- ❌ Missing\n',
      ['3 not-done load-test-present (strong)', '5 done tracing (strong)', '6 not-done tracing (strong)'],
    ],
    [
      'reads a status as that of its heading',
      '## 3. Rate limiting\n**Status**: ✅ Complete\n## Bug: order missing a price\n- Graceful shutdown\n',
      ['2 done rate-limit-enforced (strong)'],
    ],
    [
      'binds weakly that people have done something, and code that was counted',
      '- [x] Load testing\n- [x] Load test scripts\n\n| Component | Lines | Status |\n|---|---|---|\n| Rate limiting | 550 | ✓ |\n',
      ['1 done load-test-present (weak)', '2 done load-test-present (strong)', '6 done rate-limit-enforced (weak)'],
    ],
    [
      'reads marks inside and behind a bold lead',
      '1. **✅ Log rotation**\n- **Tracing:** ❌ Nothing yet\n- **Graceful shutdown** ✅ - on SIGTERM\n- **Runbooks** 🔴 Required\n',
      ['1 done log-rotation (strong)', '2 not-done tracing (strong)', '3 done graceful-shutdown (strong)'],
    ],
    [
      'takes a light in a table from the words beside it',
      '| Item | Status |\n|---|---|\n| Log rotation | 🟢 On track |\n| Tracing | 🔴 High |\n| Runbooks | 🟢 |\n| Graceful shutdown | 🔴 Not started |\n',
      ['3 partial log-rotation (strong)', '5 done runbook-doc (strong)', '6 not-done graceful-shutdown (strong)'],
    ],
    ['reads what stands behind TODO', '- [ ] **TODO**: Log rotation\n', ['1 not-done log-rotation (strong)']],
    [
      'binds weakly what tests looked at',
      '## Integration tests\n- ✅ Security headers\n- Modules tested:\n  - ✅ Log rotation\n## Test coverage\n- ✅ E2E tests\n',
      ['2 done security-headers (weak)', '4 done log-rotation (weak)', '6 done e2e-tests-present (strong)'],
    ],
    [
      'takes objectives, mistakes and reviews for no state',
      '## Objectives\n1. ✅ Log rotation\n## Common mistakes\n- ❌ No tracing\n## Review checklist\n- [ ] Runbooks\n',
      ['2 planned log-rotation (strong)', '4 unstated tracing (strong)', '6 planned runbook-doc (strong)'],
    ],
    [
      'binds what a document about one connection says weakly',
      '# Parcel API integration\n- [x] Log rotation\n',
      ['2 done log-rotation (weak)'],
    ],
    [
      'binds weakly what another program does, what people are taught, and endpoints',
      '## SDK features\n- ✅ Request IDs\n## Team training\n- [ ] Rollback procedures\n## Interface\n| Method | Path | What | Status |\n|---|---|---|---|\n| GET | /metrics | Prometheus metrics | ✅ |\n',
      ['2 done request-id (weak)', '4 not-done rollback-doc (weak)', '8 done metrics-exposed (weak)'],
    ],
    [
      'binds limits of the calls that a document says it makes weakly',
      '# Book import\nRate limiting waits 0.3 seconds between API calls.\n- [x] Rate limiting active\n',
      ['3 done rate-limit-enforced (weak)'],
    ],
    [
      'reads the sentence behind a title that it repeats',
      '- [ ] **CORS**: CORS policy properly configured\n- [ ] **Secrets**: they are nowhere in the source code\n',
      ['1 not-done cors-restricted (strong)', '2 not-done hardcoded-secret (weak)'],
    ],
    [
      'binds limits below what the system is connected to weakly',
      '### External integrations\n- [x] Rate limiting\n',
      ['2 done rate-limit-enforced (weak)'],
    ],
    [
      'binds limits of endpoints strongly, whatever else the document calls',
      '# Shop\nRate limiting waits 0.3 seconds between API calls.\nThe rate limiter covers every endpoint.\n- [x] Rate limiting active\n',
      ['4 done rate-limit-enforced (strong)'],
    ],
    [
      'lets a detail say which kind of a thing is meant, and a list in it give examples',
      "- ✅ **Environment validation**: won't start with insecure defaults\n- ✅ Security headers (CSP, HSTS)\n",
      ['1 done default-secret-guard (strong)', '2 done security-headers (strong)'],
    ],
  ];
  cases.push(
    [
      'reads how far a ticked thing reaches of what it stands below',
      '### Rate limiting ✓\n- [x] Applied to all routes\n- [x] Import application to every endpoint\n- [ ] Applied to all routes\n',
      ['2 done rate-limit-enforced (strong)', '3 done rate-limit-enforced (strong)', '4 not-done'],
    ],
    [
      'reads what a table of risks says to be in place against them',
      '## Risk assessment\n| Risk | Impact | Mitigation |\n|---|---|---|\n| Data loss | High | Automated backups implemented |\n| Flood | High | Rate limiting to be implemented |\n| Breach | High | Structured logging needed |\n',
      ['4 done db-backup-automated (strong)'],
    ],
    [
      'reads plain bullets below a title with a tick, and leaves everything else there alone',
      '## Strengths\n### Observability ✅\n- Structured logging with correlation IDs\n- Friendly colours\n  - Log rotation\n1. Tracing\n### ✅ Pre-launch checklist\n- Runbooks\n### ✅ Recommendations\n- Tracing\n### 🟢 Low priority\n- Log rotation\n### ✅ Operations\n- [ ] Alert rules\n- Log rotation\n### Access\n- CSRF protection\n',
      ['3 done structured-logging+request-id (strong)', '14 not-done alert-rules (strong)'],
    ],
    [
      'reads a note right below a status',
      '## Best practice recommendations\n### Types\n**Status**: ✅ Good\n**Note**: The project uses strict TypeScript\n\n**Note**: Log rotation\n**Status**: ❌ None\n**Note**: Log rotation\n',
      ['3 done', '4 done ts-strict (strong)', '7 not-done'],
    ],
    [
      'takes no expectation, no day of a plan of what is wanted, and no scope of an audit for a state',
      '**Expected:**\n- ✅ Tracing\n\n## Success metrics\n### Immediate (day 1)\n- ✅ Log rotation\n## Audit scope\n- ✅ Runbooks\n',
      ['2 planned tracing (strong)', '6 planned log-rotation (strong)', '8 unstated runbook-doc (strong)'],
    ],
    [
      'takes what is to be verified, and what every change must show, for no state',
      '**Verify**:\n- ✅ Tracing\n\n**Every change must verify**:\n- ✅ Log rotation\n',
      ['2 planned tracing (strong)', '5 unstated log-rotation (strong)'],
    ],
    [
      'takes the open boxes of standards, of an implementation guide and of a migration for a procedure',
      '# Coding standards\n- [ ] Runbooks\n',
      ['2 planned runbook-doc (strong)'],
    ],
    [
      'binds weakly what is added to a thing, and what nobody can forge',
      '- [ ] Add to OpenAPI spec\n- [ ] Add OpenAPI spec\n- [x] Cannot override security headers\n',
      ['1 not-done api-docs (weak)', '2 not-done api-docs (strong)', '3 done security-headers (weak)'],
    ],
    [
      'binds documents of one task weakly',
      '## Task 1.3: Filter orders by shop\n### Subtasks\n- [ ] Swagger documentation\n## Task 1.4: Document the API\n- [ ] API documentation\n',
      ['3 not-done api-docs (weak)', '5 not-done api-docs (strong)'],
    ],
    [
      'binds weakly below titles in other languages, because they may say that it is a plan',
      '## Próximos pasos para el lanzamiento\n- ✅ Tracing\n## 下一步\n- ✅ Tracing\n',
      ['2 done tracing (weak)', '4 done tracing (weak)'],
    ],
    [
      'takes a commit for a step and a committed file for a state',
      '- [x] Commit graceful shutdown\n- [x] Commit .env.example\n',
      ['1 done graceful-shutdown (weak)', '2 done env-example-present (strong)'],
    ],
  );
  for (const title of ['Implementation guide', 'Database migrations guide'])
    cases.push([
      `takes the open boxes of "${title}" for a procedure`,
      `# ${title}\n- [ ] Runbooks\n`,
      ['2 planned runbook-doc (strong)'],
    ]);
  for (const [title, text, expected] of cases) {
    it(title, () => assert.deepEqual(read(text), expected));
  }

  it('takes what a guide promises its reader, and asks of its reader, for no state', () => {
    const marks = '- ✅ Error tracking\n- ✅ Tracing\n';
    const claims = (text: string, path = 'docs/ALERTS.md'): string[] => [
      ...new Set(
        (parseChecklist(path, `${text}${'\n- ✅ Graceful shutdown'.repeat(3)}`)?.items ?? []).map(({ claim }) => claim),
      ),
    ];
    assert.deepEqual(claims(`# Alerting quick start\n## Done! You now have:\n${marks}`), ['planned']);
    // With an open box it is a manual, too.
    assert.deepEqual(claims(`# Alerting setup guide\n- [ ] Sign up\n## You're done!\nYour shop now has:\n${marks}`), [
      'planned',
    ]);
    assert.deepEqual(claims(`# Alerting, final report\n## You now have:\n${marks}`), ['done']);
    assert.deepEqual(claims(`## Before deploying, make sure you have:\n${marks}`), ['planned']);
    assert.deepEqual(claims(`## Safe to push?\nIf all checks pass:\n${marks}`), ['planned']);
    assert.deepEqual(claims(`## Prerequisites\n${marks}`), ['unstated']);
    assert.deepEqual(claims(`## When not to mock\nNever use mocks for:\n${marks}`), ['unstated']);
    assert.deepEqual(claims(`## Expected output (after the fix)\n${marks}`), ['unstated']);
    assert.deepEqual(claims(`You should see:\n${marks}`), ['unstated']);
  });

  it('takes the marks of forms that are copied before they are filled in for no state', () => {
    const text = '# Change\n- [ ] Structured logging\n- [x] Tracing\n';
    const claims = (path: string): string[] => parseChecklist(path, text)?.items.map(({ claim }) => claim) ?? [];
    for (const path of [
      '.agent/skills/review/checklist.md',
      '.tool/rules/deploy.md',
      'skills/launch/deploy-template.md',
    ])
      assert.deepEqual(claims(path), ['unstated', 'unstated'], path);
    for (const path of ['.github/pull_request_template/checklist.md', 'docs/templates/launch.md', 'launch-template.md'])
      assert.deepEqual(claims(path), ['unstated', 'unstated'], path);
    for (const path of ['docs/mail-templates-checklist.md', 'src/rules/checklist.md'])
      assert.deepEqual(claims(path), ['not-done', 'done'], path);
  });

  it('takes what is gone through at every rotation for a procedure, and keeps what a cell says besides the state', () => {
    assert.deepEqual(read('# Secret rotation guide\n- [ ] Log rotation\n'), ['2 planned log-rotation (strong)']);
    const rows = '| Item | Status |\n| --- | --- |\n| Tests | ✅ 10 procedures |\n| Tests | ✅ Complete (vitest) |\n';
    assert.deepEqual(read(rows), ['3 done', '4 done tests-present (strong)']);
  });

  it('takes lessons for advice, and what is gone through at every review or maintenance for a procedure', () => {
    assert.deepEqual(read('## Key learnings\n### What worked well\n- ✅ Rate limiting\n'), [
      '3 unstated rate-limit-enforced (strong)',
    ]);
    for (const title of ['Security maintenance checklist', 'Code review security checklist'])
      assert.deepEqual(read(`# ${title}\n- [ ] Security headers\n`), ['2 planned security-headers (strong)']);
  });

  it('takes the outline of a document that is to be written for no gap', () => {
    assert.deepEqual(read('## Missing\n**Create `docs/RUNNING.md`**:\n- Health check endpoint\n'), []);
  });

  it('reads unmarked lines only in documents whose name says that they tell a state', () => {
    const text = `${'- ✅ a\n'.repeat(5)}### Operations ✅\n- Log rotation\n`;
    assert.deepEqual(read(text, 'docs/notes.md'), []);
    assert.equal(read(text, 'docs/STATUS.md').at(-1), '7 done log-rotation (strong)');
  });

  it('takes what the deliverables of a plan say for wanted, told by its title or by its file', () => {
    const text =
      '## Deliverables\n### 1. Logging\n- ✅ Structured logging\n- [ ] a\n- [ ] b\n- [ ] c\n- [ ] d\n- [x] e\n';
    assert.equal(read(text, 'docs/WEEK2_PLAN.md')[0], '3 planned structured-logging (strong)');
    assert.equal(read(`# Week 2 plan\n${text}`, 'docs/week2.md')[0], '4 planned structured-logging (strong)');
    assert.equal(read(text, 'docs/week2.md')[0], '3 done structured-logging (strong)');
  });

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

  it('says an item with a bracket as it is written', () => {
    const said = (text: string): string | undefined => parseChecklist('todo.md', text)?.items[0]?.text;
    assert.equal(said('- [ ] Commit the files (schema + migrations).\n'), 'Commit the files (schema + migrations)');
    assert.equal(said('- [ ] Add tests (unit (fast))\n'), 'Add tests (unit (fast))');
    assert.equal(said('- [ ] Rotate keys - all of them (today).\n'), 'Rotate keys (all of them (today).)');
  });

  it('says what an open item asks beyond its checks', () => {
    const more = (text: string): string[] => parseChecklist('todo.md', text)?.items[0]?.asksMore ?? [];
    assert.deepEqual(more('- [ ] Implement proper tracing for the API\n'), []);
    assert.deepEqual(more('- [ ] Tracing for the billing service\n'), ['billing']);
    assert.deepEqual(more('- [ ] Error tracking (Sentry)\n'), ['sentry']);
    assert.deepEqual(more('- [ ] Log rotation (30 days)\n'), ['3']);
    assert.deepEqual(more('- [ ] Password hashing (Argon2 or bcrypt)\n'), []);
    assert.deepEqual(more('- [ ] Brute force protection (rate limiting + lockout)\n'), ['lockout']);
    assert.deepEqual(more('- [ ] CORS verified for all origins\n'), ['verified']);
    assert.deepEqual(more('- [ ] Configure CORS for your production domain\n'), ['production domain']);
    assert.deepEqual(more('- [ ] Configure proper CORS origins\n'), ['its values']);
    assert.deepEqual(more('- [ ] Add XSS protection\n'), ['doing it']);
    assert.deepEqual(more('- [ ] HTML sanitization\n'), []);
    assert.deepEqual(more('## Phase 3: API testing\n- [ ] Health endpoint\n'), ['trying it out']);
    assert.deepEqual(more('- [ ] **Security headers**: configured in nginx\n'), ['nginx']);
    assert.deepEqual(more('- [ ] **Runbooks**: up-to-date\n'), ['up-to-date']);
    assert.deepEqual(more('- [ ] Load testing\n'), ['doing it']);
    assert.deepEqual(more('- [ ] Load test scripts\n'), []);
    assert.deepEqual(more('- [ ] Runbooks\n  - [ ] Database outage\n'), ['the items below']);
    assert.deepEqual(more('- [x] Tracing for the billing service\n'), []);
    assert.deepEqual(more('- [ ] Tracing for billing <!-- preflight: tracing -->\n'), []);
  });

  it('takes no field of a description for a gap, and no heading about a condition for a list of gaps', () => {
    const fields = '- **Impact**: no rate limiting at all\n- **Fix**: graceful shutdown\n- Graceful shutdown\n';
    assert.deepEqual(read(`## Missing\n${fields}`), ['4 not-done graceful-shutdown (strong)']);
    assert.deepEqual(read('## All origins are let in if the setting is missing\n- Graceful shutdown\n'), []);
  });

  it('takes open boxes of the days of a plan for steps, and keeps what is ticked there', () => {
    const text = '## Next steps\n### Phase 2\n- [ ] CI/CD pipeline\n- [x] Runbooks\n- ✅ Log rotation\n';
    assert.deepEqual(read(text), [
      '3 planned ci-present (strong)',
      '4 done runbook-doc (strong)',
      '5 done log-rotation (strong)',
    ]);
    assert.deepEqual(read('## Phase 2\n- [ ] Runbooks\n'), ['2 not-done runbook-doc (strong)']);
  });

  it('takes what tells an assistant how to work for no state, and what a recipe gives for an example', () => {
    const gaps = '## Common gaps\n- No distributed tracing\n- [ ] Runbooks\n';
    for (const path of ['_kit/tea/knowledge/readiness-checklist.md', '.kit/workflows/review/checklist.md'])
      assert.deepEqual(
        read(gaps, path).filter((item) => !item.includes('unstated')),
        [],
        path,
      );
    assert.deepEqual(read('## Recipe 3: production\n- ✅ Structured logging\n'), [
      '2 unstated structured-logging (strong)',
    ]);
  });

  it('says cells with marks around their words as words', () => {
    const said = (text: string): string[] => parseChecklist('todo.md', text)?.items.map((item) => item.text) ?? [];
    assert.deepEqual(said('| Item | Status |\n|---|---|\n| Cake | `COMPLETE` |\n| Candles | **PASS** (nine) |\n'), [
      'Cake',
      'Candles (nine)',
    ]);
    assert.deepEqual(said('- [ ] Cake ordered (or baked)?\n'), ['Cake ordered (or baked)']);
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
    const document = parseChecklist('todo.md', `${text}## Phase 2\n- [ ] Alert rules\n`);
    assert.deepEqual(document?.sections, [
      ['Plan', 'Phase 1'],
      ['Plan', 'Phase 2'],
    ]);
    const items = document.items.map(({ section, owner, due }) => ({ section, owner, due }));
    assert.deepEqual(items, [
      { section: 0, owner: 'Ada', due: '2026-03-01' },
      { section: 0, owner: '@grace', due: null },
      { section: 1, owner: null, due: null },
    ]);
  });

  it('keeps names as they are written, and brackets in pairs', () => {
    const text =
      '| Item | Status |\n|---|---|\n| _Definer_ functions set search_path | ✅ |\n| Row policies | ✅ Done (most) |\n- [ ] Cake (two (2) layers)\n';
    assert.deepEqual(
      parseChecklist('todo.md', text)?.items.map((item) => item.text),
      ['Definer functions set search_path', 'Row policies (most)', 'Cake (two (2) layers)'],
    );
  });

  it('says of what a bare state is', () => {
    const items = parseChecklist('todo.md', '## Tracing\n- ❌ Not configured\n')?.items;
    assert.deepEqual(
      items?.map(({ text }) => text),
      ['Not configured (Tracing)'],
    );
  });

  it('masks words that look like tokens', () => {
    const word = ['Xk9', 'fQ27', 'LmZ8vT'].join('');
    const text = parseChecklist('todo.md', `- [ ] Rotate ${word}\n`)?.items[0]?.text;
    assert.equal(text, 'Rotate Xk9••••••••');
  });
});
