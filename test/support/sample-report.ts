// A made-up report with everything a format has to show, and the texts its places point into.

import type { Finding } from '../../src/engine/finding';
import type { FormatInput } from '../../src/engine/format/input';
import type { CheckResult, Report } from '../../src/engine/report/report';

/** Made up; joined here so that no scanner takes it for a real one. */
export const PASSWORD = ['Audio', 'books', '-2024!'].join('');

const CLIENT = `import httpx\n\nclass BooksClient:\n    password = "${PASSWORD}"\n    timeout = 5\n`;

/** Texts by path. */
export const SOURCES: ReadonlyMap<string, string> = new Map([
  ['api/clients/books.py', CLIENT],
  ['scripts/sync.py', `login("reader", "${PASSWORD}")\n`],
  ['api/tenants.py', 'router = APIRouter()\n\n\n@router.delete("/{id}")\ndef delete_tenant(id: int):\n\tdrop(id)\n'],
  ['main.py', 'app = FastAPI()\nlimiter = Limiter(key_func=get_remote_address)\n'],
]);

function finding(part: Partial<Finding> & Pick<Finding, 'check' | 'message' | 'fingerprint'>): Finding {
  return {
    rule: null,
    severity: 'blocker',
    path: null,
    line: null,
    column: null,
    endLine: null,
    endColumn: null,
    group: null,
    related: [],
    fixes: [],
    baselined: false,
    suppressed: null,
    data: {},
    ...part,
  };
}

/** A finding's place on one line. */
function at(path: string, line: number, column: number, endColumn: number): Partial<Finding> {
  return { path, line, column, endLine: line, endColumn };
}

function step(
  path: string,
  line: number,
  kind: Finding['related'][number]['kind'],
  note: string,
): Finding['related'][number] {
  return { path, line, column: 1, endLine: line, endColumn: 8, kind, note };
}

const secret = {
  check: 'hardcoded-secret',
  rule: 'password-assignment',
  group: 'g1',
  message:
    'This password is in the code, so everyone with the repository has it. Move it to the environment, then change it.',
};

const FINDINGS: Finding[] = [
  finding({
    ...secret,
    ...at('api/clients/books.py', 4, 17, 17 + PASSWORD.length),
    fingerprint: 'a000000000000001',
    fixes: ['move-secret-to-env'],
    related: [step('scripts/sync.py', 1, 'same-value', 'The same value stands here.')],
    data: { variable: 'BOOKS_PASSWORD' },
  }),
  finding({ ...secret, ...at('scripts/sync.py', 1, 18, 18 + PASSWORD.length), fingerprint: 'a000000000000002' }),
  finding({
    check: 'route-unprotected',
    ...at('api/tenants.py', 5, 5, 18),
    fingerprint: 'b000000000000001',
    message:
      'DELETE /api/tenants/{id} answers anyone who can reach the server: no guard stands between the app and this handler. Add Depends(current_user), as its sibling routers do.',
    related: [
      step('main.py', 1, 'definition', 'the application'),
      step('main.py', 31, 'mount', 'api.router is mounted at /api'),
      step('api/__init__.py', 12, 'mount', 'tenants.router is mounted at /tenants'),
      step('api/deps.py', 22, 'guard', 'current_user, which 11 sibling routers use'),
    ],
  }),
  finding({
    check: 'checklist-contradiction',
    severity: 'high',
    ...at('docs/GO-LIVE.md', 42, 1, 30),
    fingerprint: 'c000000000000001',
    message: 'The list says done, but the limiter is never added to the app (main.py:2).',
    related: [step('main.py', 2, 'evidence', 'created here')],
  }),
  finding({
    check: 'error-handler-registered',
    severity: 'high',
    ...at('main.py', 1, 1, 4),
    fingerprint: 'd000000000000001',
    message: 'No handler turns unexpected errors into an answer. Register one on the app.',
  }),
  finding({
    check: 'env-example-present',
    severity: 'medium',
    fingerprint: 'e000000000000001',
    message: 'No .env.example tells which variables this service needs. Add one.',
  }),
  finding({
    check: 'route-unprotected',
    ...at('api/old.py', 7, 1, 5),
    fingerprint: 'b000000000000002',
    message: 'GET /api/old answers anyone.',
    baselined: true,
  }),
  finding({
    check: 'hardcoded-secret',
    ...at('test/fixtures/key.ts', 2, 3, 9),
    severity: 'low',
    fingerprint: 'a000000000000003',
    message: 'A key in a test.',
    suppressed: { by: 'comment', reason: 'made up for the test' },
  }),
];

function result(part: Partial<CheckResult> & Pick<CheckResult, 'id' | 'verdict'>): CheckResult {
  return {
    title: part.id,
    category: 'access',
    severity: 'blocker',
    level: null,
    summary: '',
    evidence: [],
    gain: 0,
    ...part,
  };
}

const CHECK_RESULTS: CheckResult[] = [
  result({
    id: 'hardcoded-secret',
    category: 'secrets',
    verdict: 'fail',
    level: 'E0',
    summary: 'One password stands in 2 files.',
    gain: 12.5,
  }),
  result({
    id: 'route-unprotected',
    verdict: 'fail',
    level: 'E2',
    summary: '1 route that changes data answers anyone.',
    gain: 12.5,
  }),
  result({
    id: 'error-handler-registered',
    category: 'http',
    severity: 'high',
    verdict: 'fail',
    level: 'E1',
    summary: 'A register function exists (main.py:9) and nothing calls it.',
    gain: 6.3,
  }),
  result({
    id: 'checklist-contradiction',
    category: 'docs',
    severity: 'high',
    verdict: 'fail',
    level: 'E1',
    summary: 'One item of docs/GO-LIVE.md says more than the code does.',
    gain: 6.3,
  }),
  result({
    id: 'env-example-present',
    category: 'secrets',
    severity: 'medium',
    verdict: 'fail',
    level: 'E0',
    summary: 'No .env.example is tracked.',
    gain: 2.5,
  }),
  result({ id: 'cors-restricted', verdict: 'pass', level: 'E4', summary: 'Origins come from a list (main.py:5).' }),
  result({
    id: 'https-enforced',
    severity: 'medium',
    verdict: 'unknown',
    summary: 'TLS ends outside of this repository: no file tells whether it is enforced.',
  }),
  result({
    id: 'k8s-probes',
    category: 'containers',
    severity: 'medium',
    verdict: 'not-applicable',
    summary: 'There is no Kubernetes here.',
  }),
];

export const SAMPLE_REPORT: Report = {
  schemaVersion: 1,
  tool: { name: 'preflight', version: '0.0.0-test' },
  root: '/acme shop',
  name: 'acme shop',
  score: {
    value: 44,
    displayed: 44,
    level: 'blocked',
    decided: 0.97,
    categories: { access: { value: 50, decided: 2 } },
  },
  checks: CHECK_RESULTS,
  findings: FINDINGS,
  routes: [
    {
      framework: 'fastapi',
      method: 'DELETE',
      path: '/api/tenants/{id}',
      file: 'api/tenants.py',
      line: 5,
      declLine: 4,
      verdict: 'unprotected',
      by: [{ path: 'main.py', line: 31, note: 'api.router is mounted at /api' }],
      rateLimited: 'no',
      validated: 'yes',
      authorisation: null,
      cors: null,
      csrf: null,
      context: null,
    },
    {
      framework: 'fastapi',
      method: 'GET',
      path: '/health',
      file: 'main.py',
      line: 9,
      declLine: 8,
      verdict: 'public-by-design',
      by: [],
      rateLimited: 'no',
      validated: 'unknown',
      authorisation: null,
      cors: null,
      csrf: null,
      context: null,
    },
  ],
  checklist: [
    {
      doc: 'docs/GO-LIVE.md',
      line: 42,
      text: 'Rate limiting enabled',
      section: ['Phase 1'],
      claim: 'done',
      checks: ['rate-limit-enforced'],
      strength: 'strong',
      verdict: 'fail',
      contradiction: true,
      owner: null,
      due: null,
    },
    {
      doc: 'docs/GO-LIVE.md',
      line: 43,
      text: 'CORS restricted',
      section: ['Phase 1'],
      claim: 'done',
      checks: ['cors-restricted'],
      strength: 'strong',
      verdict: 'pass',
      contradiction: false,
      owner: null,
      due: null,
    },
    {
      doc: 'docs/GO-LIVE.md',
      line: 44,
      text: 'Restore tested',
      section: ['Phase 1'],
      claim: 'done',
      checks: [],
      strength: 'none',
      verdict: null,
      contradiction: false,
      owner: null,
      due: null,
    },
  ],
  attestations: [],
  strictness: [],
  sizes: [],
  baseline: { path: '.preflight/baseline.json', accepted: 1, stale: 2 },
  stats: {
    files: 412,
    bytes: 1000,
    skipped: [
      { path: 'logo.png', reason: 'binary' },
      { path: 'package-lock.json', reason: 'lock file' },
    ],
  },
};

/** The input of a format, with the sample report. */
export function sampleInput(part: Partial<FormatInput> = {}): FormatInput {
  return {
    report: SAMPLE_REPORT,
    whole: part.report ?? SAMPLE_REPORT,
    narrowed: false,
    failOn: 'blocker',
    sources: SOURCES,
    run: null,
    quiet: false,
    width: 80,
    color: false,
    ...part,
  };
}
