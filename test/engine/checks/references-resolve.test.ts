import assert from 'node:assert/strict';

import { insteadOf } from '../../../src/engine/references/correction';
import { analyze } from '../../support/analyze';
import { describeCheck, workflow } from '../../support/answer';

const CHECKOUT = 'uses: actions/checkout@v4';
const SHOP = JSON.stringify({ name: 'shop', scripts: { 'test:unit': 'vitest', lint: 'eslint .' } });
/** A document whose command is the last line of a fence. */
const shell = (...lines: string[]): string => `# Guide\n\n\`\`\`bash\n${lines.join('\n')}\n\`\`\`\n`;

describeCheck('references-resolve', [
  {
    it: 'holds where links and commands lead somewhere',
    files: {
      'README.md': '# Shop\n\nSee [the guide](docs/guide.md#start) and [the licence](LICENSE).\n',
      'docs/guide.md': shell('npm run lint', 'bash scripts/seed.sh', 'make up'),
      LICENSE: 'MIT\n',
      Makefile: 'up: build\n\tbash scripts/seed.sh\n\nbuild:\n\techo\n',
      'scripts/seed.sh': 'echo seed\n',
      'package.json': SHOP,
    },
    answer: 'pass E4',
  },
  {
    it: 'follows commands that name folders',
    files: {
      'README.md': shell('kubectl apply -f deploy/api/', 'kubectl apply -f deploy/web/'),
      'deploy/api/api.yaml': 'kind: Service\n',
    },
    answer: 'fail E1 README.md:5 command',
  },
  { it: 'is about nothing without names', files: { 'README.md': '# Shop\n\nA shop.\n' }, answer: 'not-applicable' },
  {
    it: 'fails for a link to a file that is not there',
    files: { 'README.md': '# Shop\n\nSee [the guide](docs/setup.md).\n', 'docs/guide.md': '# Guide\n' },
    answer: 'fail E1 README.md:3 link',
  },
  {
    it: 'reads links from the folder of their document, and those by reference',
    files: {
      'docs/guide.md': '# Guide\n\n[up](../README.md) [beside](README.md) [by name][x]\n\n[x]: ./more.md\n',
      'README.md': '# Shop\n',
    },
    answer: 'fail E1 docs/guide.md:3 link, docs/guide.md:5 link',
  },
  {
    it: 'fails for steps of a workflow that run what is not there',
    files: {
      ...workflow(CHECKOUT, 'run: npm run test:all', 'run: node scripts/report.mjs', 'uses: ./.github/actions/setup'),
      'package.json': SHOP,
    },
    answer:
      'fail E1 .github/workflows/ci.yml:8 command, .github/workflows/ci.yml:9 command, .github/workflows/ci.yml:10 command',
  },
  {
    it: 'fails for recipes and package scripts that run what is not there',
    files: {
      Makefile: 'up:\n\tbash scripts/up.sh\n',
      'package.json': JSON.stringify({ scripts: { seed: 'node scripts/seed.js', all: 'npm run sed' } }),
      'scripts/other.sh': 'echo\n',
    },
    answer: 'fail E1 Makefile:2 command, package.json:1 command, package.json:1 command',
  },
  {
    it: 'fails for commands of documents, in fences and between backticks',
    files: {
      'docs/guide.md': `${shell('npm run test:e2e')}\nRun \`scripts/check/rotate.sh\` and \`npm run audit:all\`.\n`,
      'scripts/seed.sh': 'echo\n',
      'package.json': SHOP,
    },
    answer: 'fail E1 docs/guide.md:4 command, docs/guide.md:7 command, docs/guide.md:7 command',
  },
  {
    it: 'fails although a file of the same name lies in another folder (trap that looks like a pass)',
    files: {
      ...workflow(CHECKOUT, 'run: bash scripts/backup.sh'),
      'services/api/scripts/backup.sh': 'echo\n',
      'scripts/seed.sh': 'echo\n',
    },
    answer: 'fail E1 .github/workflows/ci.yml:8 command',
  },
  {
    it: 'leaves alone what builds make, what is ignored, and names to fill in (trap that looks like a fail)',
    files: {
      ...workflow(CHECKOUT, 'run: node dist/main.js', 'run: node local/tool.js', 'run: node $ENTRY/x.js'),
      '.gitignore': 'local/\n',
      'README.md':
        '# Shop\n\n[report](coverage/index.md) [yours](docs/your-page.md) [a](<docs/{name}.md>) [b](docs/*.md)\n' +
        '[c](https://example.org/x.md) [d](#setup) [e](mailto:a@example.org) [f](getting-started)\n',
      'package.json': SHOP,
    },
    answer: 'pass E4',
  },
  {
    it: 'follows the folder of a step and leaves what a step brings or asks for',
    files: {
      ...workflow(
        CHECKOUT,
        'run: npm run lint\nworking-directory: web',
        'run: |\n  cd web\n  node tool.mjs',
        'run: |\n  if [ -f scripts/extra.sh ]; then\n    bash scripts/extra.sh\n  fi',
        'run: |\n  cat > made.sh <<EOF\n  echo\n  EOF\n  bash made.sh',
      ),
      'web/package.json': SHOP,
      'web/tool.mjs': 'export {};\n',
      'package.json': '{}',
    },
    answer: 'pass E4',
  },
  {
    it: 'says nothing of jobs that work in another checkout',
    files: {
      ...workflow(
        'uses: actions/checkout@v4\nwith:\n  repository: acme/tools\n  path: tools',
        'run: node tools/run.mjs',
      ),
      'README.md': '# Shop\n\n[licence](LICENSE)\n',
      LICENSE: 'MIT\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'leaves plans, history, templates, dated reports and lines that say so alone',
    files: {
      'README.md':
        '# Shop\n\n## Next steps\n\n[one](docs/one.md)\n\n## Example\n\n[two](docs/two.md)\n\n## Now\n\n' +
        '[three](docs/three.md) (coming soon)\n\nCreate [four](docs/four.md).\n\n<!-- [five](docs/five.md) -->\n\n`[six](six.md)`\n\n' +
        '[licence](LICENSE)\n',
      'docs/archive/old.md': '[seven](seven.md)\n',
      'CHANGELOG.md': '[eight](eight.md)\n',
      'docs/REPORT_2025-01-02.md': '[nine](nine.md)\n',
      'docs/notes.md': '```markdown\n[ten](ten.md)\n```\n',
      LICENSE: 'MIT\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'leaves samples of other projects and what the document makes alone',
    files: {
      'docs/guide.md':
        shell('cd my-app', 'python main.py', 'node tools/one.js', 'docker compose logs -f web') +
        'Create `scripts/two.sh`:\n\n```bash\nbash scripts/two.sh\n```\n',
      'scripts/seed.sh': 'echo\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'knows scripts of any package and what yarn may find elsewhere',
    files: {
      'docs/guide.md': shell('npm run lint', 'yarn jest', 'npm run maybe --if-present', 'make all'),
      'web/package.json': SHOP,
    },
    answer: 'pass E4',
  },
]);

describe('references-resolve', () => {
  it('tells what was most likely meant', async () => {
    const { findings } = await analyze({
      'README.md': '# Shop\n\nSee [the guide](docs/setup.md).\n\n```sh\nnpm run test-unit\n```\n',
      'docs/guides/setup.md': '# Set-up\n',
      'package.json': JSON.stringify({ scripts: { 'test:unit': 'vitest' } }),
    });
    const messages = findings.filter(({ check }) => check === 'references-resolve').map(({ message }) => message);
    assert.deepEqual(messages, [
      'This links to docs/setup.md, which is not here, so whoever follows it gets stuck. Did you mean docs/guides/setup.md? Correct the name.',
      'No package.json here has a script "test-unit", so whoever follows it gets stuck. Did you mean test:unit? Correct the name.',
    ]);
  });

  it('offers no other script or file in place of one, and no path where nobody says where a reader stands', async () => {
    const { findings } = await analyze({
      'README.md':
        '# Shop\n\n```sh\nnpm run db:deploy\npip install -r deps/requirements-dev.txt\nbash ops/seed.py\n```\n',
      'docs/guide.md': '# Guide\n\nRun `ops/rotate.sh`, or read [the map](map.md).\n',
      'docs/guides/map.md': '# Map\n',
      'deps/requirements.txt': 'fastapi\n',
      'ops/seed.sh': 'echo\n',
      'tools/rotate.sh': 'echo\n',
      'package.json': JSON.stringify({ scripts: { deploy: 'echo' } }),
    });
    const offered = findings
      .filter(({ check }) => check === 'references-resolve')
      .map(({ path, line, fixes }) => `${path ?? ''}:${line ?? 0} ${fixes.join(' ')}`.trim());
    assert.deepEqual(offered, ['README.md:4', 'README.md:5', 'docs/guide.md:3', 'docs/guide.md:3 correct-reference']);
  });
});

describe('references-resolve, for what is far away', () => {
  it('names no file that only has the same name, and none for an address with a slip', () => {
    const far = 'apps/blog/app/carousel';
    assert.equal(insteadOf('link', 'HOW.md', 'docs/HOW.md', far), undefined);
    assert.equal(insteadOf('link', '../../../../doc/HOW.md', 'docs/HOW.md', far), '../../../../docs/HOW.md');
    assert.equal(insteadOf('link', '(https://git.example.org/db.go', 'app/db.go', ''), undefined);
  });
});
