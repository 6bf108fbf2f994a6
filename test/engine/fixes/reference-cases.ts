// Names that lead nowhere, and what they are after the fix.

import { workflow } from '../../support/answer';
import type { FixCase } from './cases';

const CHECKOUT = 'uses: actions/checkout@v4';
const SHOP = '{ "name": "shop", "scripts": { "test:unit": "vitest", "lint": "eslint ." } }\n';
const base = { fix: 'correct-reference', check: 'references-resolve' };
const steps = (run: string): string => Object.values(workflow(CHECKOUT, `run: ${run}`))[0] ?? '';

export const REFERENCE_CASES: readonly FixCase[] = [
  {
    ...base,
    name: 'every link of a document to the same file, with its anchor, and none in code',
    files: {
      'docs/guide.md':
        '# Guide\n\n[Set up](setup.md#start), then [read on](setup.md "more") or [run](<setup.md>).\n\n`[not](setup.md)`\n\n```md\n[nor](setup.md)\n```\n',
      'docs/start/setup.md': '# Set up\n',
    },
    after: {
      'docs/guide.md':
        '# Guide\n\n[Set up](start/setup.md#start), then [read on](start/setup.md "more") or [run](<start/setup.md>).\n\n`[not](setup.md)`\n\n```md\n[nor](setup.md)\n```\n',
    },
  },
  {
    ...base,
    name: 'a link by reference, upwards, to a name with a space',
    files: {
      'docs/guide.md': '# Guide\n\nSee [the map][m].\n\n[m]: ./the%20map.png\n',
      'media/the map.png': 'PNG',
    },
    after: { 'docs/guide.md': '# Guide\n\nSee [the map][m].\n\n[m]: ../media/the%20map.png\n' },
  },
  {
    ...base,
    name: 'a script in every command of a document, and no other word',
    files: {
      'README.md':
        '# Shop\n\nThe test:units are these. Run `npm run test:units`:\n\n```sh\nnpm run test:units && echo test:units\n```\n',
      'package.json': SHOP,
    },
    after: {
      'README.md':
        '# Shop\n\nThe test:units are these. Run `npm run test:unit`:\n\n```sh\nnpm run test:unit && echo test:units\n```\n',
    },
  },
  {
    ...base,
    name: 'a step of a workflow',
    files: { ...workflow(CHECKOUT, 'run: npm run test:units'), 'package.json': SHOP },
    after: { '.github/workflows/ci.yml': steps('npm run test:unit') },
  },
  {
    ...base,
    name: 'a file in a step, from the folder in which it runs',
    files: {
      ...workflow(CHECKOUT, 'run: cd web && bash scripts/sed.sh'),
      'web/tools/sed.sh': 'echo\n',
      'web/scripts/a.sh': '',
    },
    after: { '.github/workflows/ci.yml': steps('cd web && bash tools/sed.sh') },
  },
  {
    ...base,
    name: 'a program that now stands in the folder at hand keeps a dot',
    files: { Makefile: 'up:\n\tscripts/up.sh --all\n', 'up.sh': 'echo\n', 'scripts/a.sh': '' },
    after: { Makefile: 'up:\n\t./up.sh --all\n' },
  },
  {
    ...base,
    name: 'a target of a Makefile',
    files: { Makefile: 'all: \n\tmake migrations\n\nmigration:\n\techo migrations\n' },
    after: { Makefile: 'all: \n\tmake migration\n\nmigration:\n\techo migrations\n' },
  },
  {
    ...base,
    name: 'a script of package.json',
    files: { 'package.json': '{\n  "scripts": {\n    "all": "npm run lints",\n    "lint": "eslint ."\n  }\n}\n' },
    after: { 'package.json': '{\n  "scripts": {\n    "all": "npm run lint",\n    "lint": "eslint ."\n  }\n}\n' },
  },
];
