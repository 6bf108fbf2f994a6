import { describeCheck } from '../../support/answer';

const TEST = "import { a } from '../src/a';\nit('a', () => { expect(a).toBe(1); });\n";
const source = (folder: string) => ({
  [`${folder}/src/a.ts`]: 'export const a = 1;\n',
  [`${folder}/src/b.ts`]: 'export const b = 1;\n',
});
const PACKAGE = '{"name":"@acme/web"}';

describeCheck('package-without-tests', [
  {
    it: 'holds where every package has a test',
    files: {
      'web/package.json': PACKAGE,
      ...source('web'),
      'web/test/a.test.ts': TEST,
      'api/requirements.txt': 'flask\n',
      'api/requirements-prod.txt': 'gunicorn\n',
      'api/jobs/requirements.txt': 'rq\n',
      'api/jobs/a.py': 'a = 1\n',
      'api/jobs/b.py': 'b = 1\n',
      'api/app.py': 'a = 1\n',
      'api/db.py': 'b = 1\n',
      'api/tests/test_app.py': 'def test_a():\n    assert 1 == 1\n',
    },
    answer: 'pass E3',
  },
  {
    it: 'counts a test elsewhere that imports from the package',
    files: {
      'package.json': '{"workspaces":["web"]}',
      'web/package.json': PACKAGE,
      ...source('web'),
      'tests/web.test.ts': "import { a } from '../web/src/a';\nit('a', () => { expect(a).toBe(1); });\n",
    },
    answer: 'pass E3',
  },
  {
    it: 'fails for the one without, at its manifest',
    files: {
      'web/package.json': PACKAGE,
      ...source('web'),
      'api/package.json': '{"name":"api"}',
      ...source('api'),
      'api/test/a.test.ts': TEST,
    },
    answer: 'fail E0 web/package.json:1',
  },
  {
    it: 'is not fooled by a script, a test without assertions or tests of another language',
    files: {
      'package.json': '{\n  "scripts": { "test": "vitest" }\n}',
      ...source('web'),
      'test/a.test.ts': "it('a', () => {});\n",
      'requirements.txt': 'flask\n',
      'tests/test_app.py': 'def test_a():\n    assert 1 == 1\n',
    },
    answer: 'fail E2 package.json:2',
  },
  {
    it: 'leaves configuration, examples and the root of a workspace alone',
    files: {
      'package.json': '{"workspaces":["packages/*"]}',
      'packages/eslint-config/package.json': '{"name":"@acme/eslint-config"}',
      'packages/eslint-config/a.js': 'module.exports = {};\n',
      'packages/eslint-config/b.js': 'module.exports = {};\n',
      'examples/shop/package.json': '{"name":"shop"}',
      ...source('examples/shop'),
    },
    answer: 'not-applicable',
  },
  {
    it: 'is not fooled by documents and settings among tests',
    files: {
      'package.json': '{ "name": "shop" }\n',
      ...source('lib'),
      'tests/notes.md': '# Notes\n',
      'docker-compose.test.yml': 'services:\n  shop:\n    build: .\n',
    },
    answer: 'fail E0 package.json:1',
  },
]);
