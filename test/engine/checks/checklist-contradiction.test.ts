import assert from 'node:assert/strict';

import { formatChecklist } from '../../../src/engine/format/text/checklist-list';
import { checklistCounts, checklistOutcome } from '../../../src/engine/report/present';
import { analyze, applyFix, checkOf, openSession, placesOf, type Files } from '../../support/analyze';

/** One strict TypeScript project: `ts-strict` holds. */
const strict: Files = {
  'tsconfig.json': '{ "compilerOptions": { "strict": true }, "include": ["src"] }\n',
  'src/index.ts': 'export const answer = 42;\n',
};

/** The same project with strict mode off: `ts-strict` does not hold yet. */
const loose: Files = { ...strict, 'tsconfig.json': strict['tsconfig.json']?.replace('true', 'false') ?? '' };

async function places(code: Files, document: string, path = 'docs/READINESS.md'): Promise<string[]> {
  return placesOf(await analyze({ ...code, [path]: document }), 'checklist-contradiction');
}

describe('checklist-contradiction', () => {
  it('reports a tick that the code contradicts, with the place that proves it', async () => {
    const report = await analyze({ ...loose, 'docs/READINESS.md': '# Launch\n\n- [x] TypeScript strict mode\n' });
    assert.deepEqual(placesOf(report, 'checklist-contradiction'), ['docs/READINESS.md:3 claimed-not-so']);
    const finding = report.findings.find(({ check }) => check === 'checklist-contradiction');
    assert.match(finding?.message ?? '', /^Claimed done, and it does not hold yet: /);
    assert.deepEqual(
      finding?.related.map(({ path, kind }) => ({ path, kind })),
      [{ path: 'tsconfig.json', kind: 'evidence' }],
    );
  });

  it('reports an open item that the code proves', async () => {
    assert.deepEqual(await places(strict, '- [ ] TypeScript strict mode\n'), ['docs/READINESS.md:1 proven-not-ticked']);
    assert.deepEqual(await places(strict, '| Item | Status |\n|---|---|\n| Strict mode | ❌ |\n'), [
      'docs/READINESS.md:3 proven-not-ticked',
    ]);
  });

  it('asks to take a sentence back that a tick would only repeat', async () => {
    const said = async (code: Files, item: string): Promise<string | undefined> =>
      (await analyze({ ...code, 'docs/READINESS.md': item })).findings.find(
        ({ check }) => check === 'checklist-contradiction',
      )?.message;
    const tested = { ...strict, 'src/index.test.ts': "it('counts', () => expect(1).toBe(1));\n" };
    assert.match((await said(tested, '- ❌ No tests exist\n')) ?? '', / Take the sentence back\.$/);
    assert.match((await said(strict, '- [ ] No hardcoded secrets\n')) ?? '', / Tick it\.$/);
    assert.match((await said(strict, '- [ ] TypeScript strict mode\n')) ?? '', / Tick it\.$/);
  });

  it('agrees with items that say what the code shows', async () => {
    const report = await analyze({ ...strict, 'docs/READINESS.md': '- [x] TypeScript strict mode\n' });
    assert.equal(checkOf(report, 'checklist-contradiction').verdict, 'pass');
    assert.deepEqual(await places(loose, '- [ ] TypeScript strict mode\n'), []);
  });

  it('contradicts no plan, no history, no template and no partial state', async () => {
    const document = [
      '## Before',
      '- ✅ TypeScript strict mode',
      '## Next steps',
      '1. ✅ TypeScript strict mode',
      '## Legend',
      '- ✅ TypeScript strict mode',
      '## Status',
      '- ⚠️ TypeScript strict mode',
    ].join('\n');
    assert.deepEqual(await places(loose, document), []);
    for (const folder of ['docs/archive', 'docs-archive', 'docs-archive-detailed'])
      assert.deepEqual(await places(loose, '- [x] TypeScript strict mode\n', `${folder}/READINESS.md`), []);
  });

  it('contradicts nothing that is told of the past, promised to whoever prevents, or asked of people who test', async () => {
    const tick = '- ✅ TypeScript strict mode\n';
    for (const path of ['docs/PROJECT_HISTORY.md', 'RELEASE_NOTES.md'])
      assert.deepEqual(await places(loose, tick, path), []);
    assert.deepEqual(await places(loose, `## Prevention strategy\n**For new packages**:\n${tick}`), []);
    const open = '- [ ] TypeScript strict mode\n';
    assert.deepEqual(await places(strict, `# Manual testing checklist\n## Build\n${open}`), []);
    assert.deepEqual(await places(strict, `# Move to new parcels: step-by-step guide\n${open}`), []);
    assert.deepEqual(await places(strict, `# Parcels\n## Build\n${open}`), ['docs/READINESS.md:3 proven-not-ticked']);
  });

  it('takes a list of blockers that is said to be complete for no list of what is missing', async () => {
    const list = '- Strict mode\n';
    const head = '# Launch\n';
    assert.equal((await places(strict, `${head}## Critical blockers\n${list}`)).length, 1);
    assert.equal((await places(strict, `${head}## Critical blockers to be fixed\n${list}`)).length, 1);
    assert.deepEqual(await places(strict, `${head}## Critical blockers (100% complete)\n${list}`), []);
    assert.deepEqual(await places(strict, `${head}## Critical blockers\n### ✅ Types\n${list}`), []);
  });

  it('leaves what a document says of one thing that was built, unless the workspace is called like it', async () => {
    const readme = (name: string): Files => ({ 'README.md': `# ${name}\n` });
    const tick = '- [x] TypeScript strict mode\n';
    for (const title of [
      'Parcel Tracking - Implementation Details',
      'Parcel System Implementation',
      'Parcel Dashboard Enhancement',
    ]) {
      assert.deepEqual(await places({ ...loose, ...readme('Shop') }, `# ${title}\n${tick}`), [], title);
    }
    const own = { ...loose, ...readme('Parcel Tracking') };
    assert.equal((await places(own, `# Parcel Tracking - Implementation Details\n${tick}`)).length, 1);
    assert.equal((await places(own, `# Parcel System Implementation\n${tick}`)).length, 1);
    assert.equal(
      (await places({ ...loose, ...readme('Shop') }, `# Hardening - Implementation Summary\n${tick}`)).length,
      1,
    );
    assert.equal(
      (await places({ ...loose, ...readme('Shop') }, `# Stock Counting System Implementation\n${tick}`)).length,
      1,
    );
  });

  it('asks of a tick no more than its words claim', async () => {
    const jest = { 'jest.config.js': 'module.exports = { coverageThreshold: { global: { lines: 50 } } };\n' };
    const tested = { ...strict, ...jest, 'src/index.test.ts': "it('counts', () => expect(1).toBe(1));\n" };
    assert.equal(checkOf(await analyze(tested), 'coverage-gate-effective').verdict, 'fail');
    assert.deepEqual(await places(tested, '- [x] Coverage thresholds set (50%)\n'), []);
    assert.deepEqual(await places(strict, '- [x] E2E test documentation\n'), []);
    const token = ['gh', `p_${'aB3dE6gH9j'.repeat(4).slice(0, 36)}`].join('');
    const leaky = { ...strict, 'src/mail.ts': `export const token = '${token}';\n` };
    assert.deepEqual(await places(leaky, '- [x] No hardcoded credentials in HTML\n'), []);
    assert.equal((await places(leaky, '- [x] No hardcoded credentials in TypeScript files\n')).length, 1);
    assert.equal((await places(leaky, '- [x] No secrets are committed to git\n')).length, 1);
  });

  it('takes what holds in part for an answer to "there is none" alone', async () => {
    // Tests that no pipeline runs.
    const tested: Files = { ...strict, 'src/index.test.ts': "it('counts', () => expect(1).toBe(1));\n" };
    assert.equal(checkOf(await analyze(tested), 'tests-present').level, 'E3');
    const report = await analyze({ ...tested, 'docs/READINESS.md': '- [ ] Unit tests\n' });
    assert.deepEqual(placesOf(report, 'checklist-contradiction'), []);
    assert.deepEqual(report.checklist.map(checklistOutcome), ['partly there']);
    assert.equal(checklistCounts(report.checklist).open, 1);
    assert.match(
      formatChecklist(report.checklist, report.findings, { width: 80, color: false }),
      /○ Unit tests +partly there/,
    );
    assert.deepEqual(await places(tested, '**Status**: ❌ No tests exist\n'), [
      'docs/READINESS.md:1 proven-not-ticked',
    ]);
  });

  it('leaves open items alone that ask for a run, or for a part', async () => {
    assert.deepEqual(await places(strict, '- [ ] Strict mode reviewed by the team\n'), []);
    assert.deepEqual(await places(strict, '## Missing\n- **Strict mode**: only in the old packages\n'), []);
  });

  it('leaves open what asks for more than the answer says, and closes what the answer names', async () => {
    assert.deepEqual(await places(strict, '- [ ] Strict mode in the old packages\n'), []);
    assert.deepEqual(await places(strict, '- [ ] Strict mode\n  - [ ] tsconfig of the old packages\n'), []);
    const hashed: Files = {
      'app/auth.py': 'import bcrypt\n\ndef store(password):\n    return bcrypt.hashpw(password, bcrypt.gensalt())\n',
      'requirements.txt': 'bcrypt==4.1.2\n',
    };
    assert.match(checkOf(await analyze(hashed), 'password-hashing').summary, /bcrypt/);
    assert.deepEqual(await places(hashed, '- [ ] Password hashing with bcrypt\n'), [
      'docs/READINESS.md:1 proven-not-ticked',
    ]);
    assert.deepEqual(await places(hashed, '- [ ] Password hashing with scrypt\n'), []);
  });

  describe('where nothing of a ticked thing was found', () => {
    const workload =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n' +
      '        - name: web\n          image: web\n          ports:\n            - containerPort: 3000\n';
    const served = "import express from 'express';\nconst app = express();\n";
    const routes = `${served}app.get('/orders', (request, response) => response.json([]));\n`;
    const tick = async (code: Files, item: string): Promise<string[]> =>
      places({ 'package.json': '{"dependencies":{"express":"4.19.2"}}', ...code }, item);

    it('contradicts it if the routes are read', async () => {
      assert.deepEqual(await tick({ 'server.ts': routes }, '- [x] Structured logging\n'), [
        'docs/READINESS.md:1 claimed-not-so',
      ]);
      assert.deepEqual(await tick({ 'server.ts': served }, '- [x] Structured logging\n'), []);
    });

    it('believes a file that is named and there', async () => {
      const code = { 'server.ts': routes, 'lib/lines.ts': 'export const log = (line: string) => console.log(line);\n' };
      assert.deepEqual(await tick(code, '- [x] Structured logging (`lib/lines.ts`)\n'), []);
      assert.deepEqual(await tick(code, '## Logger (lib/lines.ts)\n- [x] Structured logging\n'), []);
      assert.deepEqual(await tick(code, '- [x] Structured logging (`lib/line.ts`)\n'), [
        'docs/READINESS.md:1 claimed-not-so',
      ]);
    });

    it('no longer believes a file once it is called otherwise', async () => {
      const text = 'export const level = 3;\n';
      const list = '- [x] Structured logging (`lib/lines.ts`)\n';
      const { session, host } = await openSession({
        'server.ts': routes,
        'lib/lines.ts': text,
        'docs/READINESS.md': list,
      });
      assert.deepEqual(placesOf(session.report(), 'checklist-contradiction'), []);
      delete host.files['lib/lines.ts'];
      host.files['lib/out.ts'] = text;
      await session.update([{ path: 'lib/lines.ts' }, { path: 'lib/out.ts' }]);
      assert.deepEqual(placesOf(session.report(), 'checklist-contradiction'), ['docs/READINESS.md:1 claimed-not-so']);
    });

    it('believes that a file of that name holds it, outside of tests', async () => {
      const text = 'export const line = (text: string) => JSON.stringify({ text });\n';
      for (const path of ['lib/logger.ts', 'lib/RequestLogger.ts', 'app/logging.py'])
        assert.deepEqual(await tick({ 'server.ts': routes, [path]: text }, '- [x] Structured logging\n'), [], path);
      for (const path of ['tests/logger.ts', 'lib/logger.test.ts', 'lib/login.ts', 'logger.md'])
        assert.deepEqual(
          await tick({ 'server.ts': routes, [path]: text }, '- [x] Structured logging\n'),
          ['docs/READINESS.md:1 claimed-not-so'],
          path,
        );
    });

    it('believes that a file of that name looks at the settings, which are read anyway', async () => {
      const code = {
        'server.ts': `${routes}app.listen(process.env.PORT);\nexport const region = process.env.REGION;\n`,
      };
      const item = '- [x] Environment variables validated at startup\n';
      assert.deepEqual(await tick(code, item), ['docs/READINESS.md:1 claimed-not-so']);
      const own = 'export function validateEnv() {\n  if (!process.env.PORT) console.warn("PORT");\n}\n';
      assert.deepEqual(await tick({ ...code, 'lib/validateEnv.ts': own }, item), []);
    });

    it('believes that routes which probes can ask are meant, and that a named platform encrypts', async () => {
      const image = { Dockerfile: 'FROM node:22\nUSER node\nCMD ["node", "server.js"]\n', 'server.ts': routes };
      const probes = '- [x] Readiness and liveness probes\n';
      const alive = `${routes}app.get('/health/ready', (request, response) => response.sendStatus(200));\n`;
      assert.deepEqual(await tick({ ...image, 'k8s/web.yaml': workload }, probes), [
        'docs/READINESS.md:1 claimed-not-so',
      ]);
      assert.deepEqual(await tick({ ...image, 'k8s/web.yaml': workload, 'server.ts': alive }, probes), []);
      const plain = {
        ...image,
        'docker-compose.yml': 'services:\n  web:\n    build: .\n    restart: always\n    ports: ["80:3000"]\n',
      };
      assert.deepEqual(await tick(plain, '- [x] HTTPS enforced\n'), ['docs/READINESS.md:1 claimed-not-so']);
      assert.deepEqual(await tick(plain, '## Hosted on Render\n- [x] HTTPS enforced\n'), []);
    });

    it('believes what most images have, unless the item speaks of all', async () => {
      const image = (user: string): string => `FROM node:22\n${user}CMD ["node", "server.js"]\n`;
      const code = {
        'server.js': 'require("http").createServer().listen(80);\n',
        'a/Dockerfile': image('USER node\n'),
        'b/Dockerfile': image('USER node\n'),
        'c/Dockerfile': image(''),
      };
      assert.equal(checkOf(await analyze(code), 'dockerfile-nonroot').verdict, 'fail');
      assert.deepEqual(await places(code, '- [x] Non-root containers\n'), []);
      assert.deepEqual(await places(code, '- [x] All images run as non-root user\n'), [
        'docs/READINESS.md:1 claimed-not-so',
      ]);
      const { 'b/Dockerfile': _, ...half } = code;
      assert.deepEqual(await places(half, '- [x] Non-root containers\n'), ['docs/READINESS.md:1 claimed-not-so']);
    });

    it('believes in migrations of a tool that is not known', async () => {
      const code = {
        'requirements.txt': 'psycopg2==2.9.9\n',
        'app.py': 'import psycopg2\nconnection = psycopg2.connect("")\n',
      };
      assert.equal(checkOf(await analyze(code), 'migrations-present').verdict, 'fail');
      assert.deepEqual(await places(code, '- [x] Database migrations\n'), ['docs/READINESS.md:1 claimed-not-so']);
      const own = { ...code, 'database/migrations/2024_01_01_create_users.php': '<?php\n' };
      assert.deepEqual(await places(own, '- [x] Database migrations\n'), []);
    });

    it('believes that limits are there where most routes have one', async () => {
      const limited =
        "import express from 'express';\nimport rateLimit from 'express-rate-limit';\nconst app = express();\napp.use(rateLimit({ max: 9 }));\n" +
        "app.post('/login', (request, response) => response.json([]));\napp.get('/orders', (request, response) => response.json([]));\n";
      const open =
        "import express from 'express';\nconst app = express();\napp.post('/login', (request, response) => response.json([]));\n";
      assert.deepEqual(await tick({ 'server.ts': limited, 'tools/open.ts': open }, '- [x] Rate limiting\n'), []);
      assert.deepEqual(await tick({ 'tools/open.ts': open }, '- [x] Rate limiting\n'), [
        'docs/READINESS.md:1 claimed-not-so',
      ]);
    });

    it('believes that bodies are described where most are, unless the item speaks of all', async () => {
      const code = {
        'package.json': '{"dependencies":{"express":"4.19.2","zod":"3.23.8"}}',
        'server.ts':
          `${served}import { z } from 'zod';\nconst order = z.object({ id: z.string() });\n` +
          ['a', 'b']
            .map((name) => `app.post('/${name}', (request, response) => response.json(order.parse(request.body)));\n`)
            .join('') +
          "app.post('/c', (request, response) => response.json(request.body.id));\n",
      };
      assert.equal(checkOf(await analyze(code), 'request-schema-validated').verdict, 'fail');
      assert.deepEqual(await places(code, '- [x] Input validation\n'), []);
      assert.deepEqual(await places(code, '- [x] Input validation on all endpoints\n'), [
        'docs/READINESS.md:1 claimed-not-so',
      ]);
    });

    it('believes what is there by default, and what routes would tell that nobody reaches', async () => {
      const pool = {
        'package.json': '{"dependencies":{"express":"4.19.2","pg":"8.11.5"}}',
        'server.ts': `${routes}import { Pool } from 'pg';\nexport const pool = new Pool({ connectionString: process.env.DB });\n`,
      };
      assert.equal(checkOf(await analyze(pool), 'db-pool-configured').verdict, 'fail');
      assert.deepEqual(await places(pool, '- [x] Database connection pooling\n'), []);
      const dead =
        "import express from 'express';\nexport const router = express.Router();\nrouter.get('/health', (request, response) => response.json([]));\n";
      assert.deepEqual(await tick({ 'server.ts': served, 'health.ts': dead }, '- [x] Error tracking\n'), []);
    });

    it('believes that a cloud hands out what its own store keeps', async () => {
      const code: Files = {
        'package.json': '{"dependencies":{"express":"4.19.2","@google-cloud/secret-manager":"5.0.0"}}',
        Dockerfile: 'FROM node:22\nUSER node\nCMD ["node", "server.js"]\n',
        'server.ts': `${routes}export const key = process.env.JWT_SECRET;\napp.listen(80);\n`,
        'tools/seed.ts':
          "import { SecretManagerServiceClient } from '@google-cloud/secret-manager';\nexport const client = new SecretManagerServiceClient();\n",
      };
      assert.equal(checkOf(await analyze(code), 'secrets-manager-used').level, 'E2');
      assert.deepEqual(await places(code, '- [x] All secrets stored in a secrets manager\n'), [
        'docs/READINESS.md:1 claimed-not-so',
      ]);
      assert.deepEqual(await places(code, '- [x] All secrets stored in GCP Secret Manager\n'), []);
    });

    it('believes what may stand outside of the repository', async () => {
      assert.deepEqual(await tick({ 'server.ts': routes }, '- [x] Alerts configured\n'), []);
    });
  });

  it('takes a claim of some places, or of less than the check asks, for no more than that', async () => {
    const policy: Files = {
      'package.json': '{"dependencies":{"express":"4.19.2","helmet":"7.1.0"}}',
      'server.ts':
        "import express from 'express';\nimport helmet from 'helmet';\nconst app = express();\n" +
        'app.use(helmet({ contentSecurityPolicy: { directives: { scriptSrc: ["\'self\'", "\'unsafe-inline\'"] } } }));\n' +
        "app.get('/orders', (request, response) => response.json([]));\n",
    };
    assert.equal(checkOf(await analyze(policy), 'csp-strict').verdict, 'fail');
    assert.deepEqual(await places(policy, '- [x] Content Security Policy\n'), []);
    assert.deepEqual(await places(policy, '- [x] Strict content security policy\n'), [
      'docs/READINESS.md:1 claimed-not-so',
    ]);
    const both: Files = {
      'web/tsconfig.json': '{ "compilerOptions": { "strict": false } }\n',
      'web/index.ts': 'export const page = 1;\n',
      'api/tsconfig.json': '{ "compilerOptions": { "strict": true } }\n',
      'api/index.ts': 'export const port = 1;\n',
    };
    assert.deepEqual(await places(both, '- [x] TypeScript strict mode (backend)\n'), []);
    assert.deepEqual(await places(both, '- [x] TypeScript strict mode\n'), ['docs/READINESS.md:1 claimed-not-so']);
    const noisy: Files = { ...policy, 'orders.ts': "console.log('order');\n".repeat(9) };
    assert.equal(checkOf(await analyze(noisy), 'debug-logging-left').verdict, 'fail');
    assert.deepEqual(await places(noisy, '- [x] Debug statements removed (4 files)\n'), []);
    assert.deepEqual(await places(noisy, '- [x] Debug statements removed\n'), ['docs/READINESS.md:1 claimed-not-so']);
    const quiet: Files = { ...policy, 'orders.ts': "console.log('order');\n" };
    assert.equal(checkOf(await analyze(quiet), 'debug-logging-left').verdict, 'pass');
    assert.deepEqual(await places(quiet, '- [ ] Remove console.log\n'), []);
    assert.deepEqual(await places(policy, '- [ ] Remove console.log\n'), ['docs/READINESS.md:1 proven-not-ticked']);
  });

  it('asks what is said of one file of that file', async () => {
    const secret = ['k7Qm', '2vXz9', 'RtLp4'].join('Bw');
    const code: Files = {
      ...strict,
      'src/mail.ts': `export const password = '${secret}';\n`,
      'src/sms.ts': 'export {};\n',
    };
    assert.equal(checkOf(await analyze(code), 'hardcoded-secret').verdict, 'fail');
    assert.deepEqual(await places(code, '- [x] Removed hardcoded credentials from `sms.ts`\n'), []);
    assert.deepEqual(await places(code, '- [x] Removed hardcoded credentials from `src/mail.ts`\n'), [
      'docs/READINESS.md:1 claimed-not-so',
    ]);
    assert.deepEqual(await places(code, '- [x] Removed hardcoded credentials\n'), [
      'docs/READINESS.md:1 claimed-not-so',
    ]);
    const image = (more: string): string => `FROM node:22\nUSER node\n${more}CMD ["node", "server.js"]\n`;
    const images: Files = {
      'server.js': 'require("http").createServer().listen(80);\n',
      'web/Dockerfile': image('HEALTHCHECK CMD wget -q localhost\n'),
      'api/Dockerfile': image(''),
    };
    const row = (path: string): string =>
      `| Item | Where | Status |\n|---|---|---|\n| Docker health check | \`${path}\` | Done |\n`;
    assert.deepEqual(await places(images, row('web/Dockerfile:3')), []);
    assert.deepEqual(await places(images, row('api/Dockerfile')), ['docs/READINESS.md:3 claimed-not-so']);
  });

  it('forgets what it believed of a file once something is found there', async () => {
    const secret = ['k7Qm', '2vXz9', 'RtLp4'].join('Bw');
    const { session, host } = await openSession({
      ...strict,
      'src/mail.ts': `export const password = '${secret}';\n`,
      'src/sms.ts': 'export {};\n',
      'docs/READINESS.md': '- [x] Removed hardcoded credentials from `sms.ts`\n',
    });
    assert.deepEqual(placesOf(session.report(), 'checklist-contradiction'), []);
    host.files['src/sms.ts'] = `export const password = '${secret.toUpperCase()}x1';\n`;
    await session.update([{ path: 'src/sms.ts' }]);
    assert.deepEqual(placesOf(session.report(), 'checklist-contradiction'), ['docs/READINESS.md:1 claimed-not-so']);
  });

  it('leaves open what is to be tried out', async () => {
    assert.deepEqual(await places(strict, '## Verify before launch\n- [ ] TypeScript strict mode\n'), []);
  });

  it('says of words that only touch on a check no more than that', async () => {
    const text = '- [x] Tests of strict mode\n- [ ] Run the strict mode migration\n';
    const outcomes = async (code: Files): Promise<string[]> =>
      (await analyze({ ...code, 'docs/READINESS.md': text })).checklist.map(checklistOutcome);
    assert.deepEqual(await outcomes(strict), ['a related check holds', 'a related check holds']);
    assert.deepEqual(await outcomes(loose), ['a related check does not hold', 'a related check does not hold']);
    const report = await analyze({ ...strict, 'docs/READINESS.md': text });
    assert.equal(checklistCounts(report.checklist).proven, 0);
    assert.match(formatChecklist(report.checklist, [], { width: 80, color: false }), /\? Tests of strict mode/);
  });

  it('is listed with the reason, and several documents with their sum', async () => {
    const files = { ...loose, 'READINESS.md': '- [x] Strict mode\n', 'docs/LAUNCH.md': '- [ ] Cake ordered\n' };
    const { checklist, findings } = await analyze(files);
    const text = formatChecklist(checklist, findings, { width: 80, color: false });
    assert.match(text, /≠ Strict mode +claimed, not so\n {10}Claimed done, and it does not hold yet: /);
    assert.match(text, /\n2 documents\n {2}≠ 1 contradicted {3}✓ 0 proven {3}○ 0 open {3}\? 1 only people can say\n$/);
  });

  it('contradicts no step of a manual and nothing that tests looked at', async () => {
    assert.deepEqual(await places(strict, '# Deployment guide\n- [ ] TypeScript strict mode\n'), []);
    assert.deepEqual(await places(loose, '## Test results\n- ✅ TypeScript strict mode\n'), []);
  });

  it('follows the words of the team where they bind or ignore an item', async () => {
    assert.deepEqual(await places(loose, '- [x] No surprises <!-- preflight: ts-strict -->\n', 'notes.md'), [
      'notes.md:1 claimed-not-so',
    ]);
    const ignored = '- [x] TypeScript strict mode <!-- preflight: ignore reason="see the wiki" -->\n';
    assert.deepEqual(await places(loose, ignored), []);
  });

  it('does not apply where no checklist names a check', async () => {
    const report = await analyze({ ...loose, 'docs/READINESS.md': '- [x] Cake ordered\n' });
    assert.equal(checkOf(report, 'checklist-contradiction').verdict, 'not-applicable');
  });

  it('lists every item with its claim, its checks and their verdict', async () => {
    const text = '# Launch\n## Quality\n- [x] TypeScript strict mode @ada\n- [ ] Cake ordered\n';
    const { checklist } = await analyze({ ...loose, 'READINESS.md': text });
    assert.deepEqual(checklist, [
      {
        doc: 'READINESS.md',
        line: 3,
        text: 'TypeScript strict mode @ada',
        section: ['Launch', 'Quality'],
        claim: 'done',
        checks: ['ts-strict'],
        strength: 'strong',
        verdict: 'fail',
        contradiction: true,
        owner: '@ada',
        due: null,
      },
      {
        doc: 'READINESS.md',
        line: 4,
        text: 'Cake ordered',
        section: ['Launch', 'Quality'],
        claim: 'not-done',
        checks: [],
        strength: 'none',
        verdict: null,
        contradiction: false,
        owner: null,
        due: null,
      },
    ]);
  });

  it('takes what one piece of work reports for that piece alone', async () => {
    const tick = '- [x] TypeScript strict mode\n';
    for (const title of ['# SHOP-3-012: Basket page', '# ✅ SHOP-3-012 Completion Summary', '# WEB-481: Basket page'])
      assert.deepEqual(await places(loose, `${title}\n\n## Quality\n${tick}`), [], title);
    assert.deepEqual(await places(loose, tick, 'src/basket/NOTES.md'), []);
    for (const path of ['src/docs/READINESS.md', 'src/READINESS.md'])
      assert.deepEqual(await places(loose, tick, path), [`${path}:1 claimed-not-so`]);
    for (const title of ['# Sprint-12: Completion Report', '# Readiness 2025-11-05'])
      assert.deepEqual(await places(loose, `${title}\n\n${tick}`), ['docs/READINESS.md:3 claimed-not-so'], title);
  });

  it('does not close what asks for more than there is', async () => {
    const tested: Files = {
      ...strict,
      'src/index.test.ts': "it('counts', () => expect(1).toBe(1));\n",
    };
    for (const item of ['Unit test: storing keeps the token', 'Unit tests (price rules)'])
      assert.deepEqual(await places(tested, `- [ ] ${item}\n`), [], item);
    assert.deepEqual(await places(tested, '- ❌ No unit tests\n'), ['docs/READINESS.md:1 proven-not-ticked']);
    assert.deepEqual(await places(strict, '- [ ] Improve TypeScript strict mode\n'), []);
  });

  it('flips only the mark, in the notation of the line', async () => {
    const cases: [Files, string, string][] = [
      [loose, '* [x] Strict mode  <!-- x -->\r\n', '* [ ] Strict mode  <!-- x -->\r\n'],
      [strict, '1. [ ] Strict mode\n', '1. [x] Strict mode\n'],
      [
        loose,
        '| Item | Status |\n|---|---|\n| Strict mode | ✅ Done |\n',
        '| Item | Status |\n|---|---|\n| Strict mode | ❌ Open |\n',
      ],
    ];
    cases.push([
      loose,
      '| Item | Status |\n|---|---|\n| Strict mode | PASS |\n',
      '| Item | Status |\n|---|---|\n| Strict mode | Open |\n',
    ]);
    for (const [code, before, after] of cases) {
      const fixed = await applyFix({ ...code, 'TODO.md': before }, 'checklist-contradiction', 'flip-checklist-mark');
      assert.equal(fixed.files['TODO.md'], after);
      assert.deepEqual(placesOf(fixed.report, 'checklist-contradiction'), []);
    }
  });
});
