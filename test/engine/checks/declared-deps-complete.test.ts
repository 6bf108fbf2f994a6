import { describeCheck } from '../../support/answer';

const APP = 'import yaml\nfrom fastapi import FastAPI\n\napp = FastAPI()\n';

describeCheck('declared-deps-complete', [
  {
    it: 'holds where names of modules and distributions differ, for what frameworks bring, and for own modules',
    files: {
      'requirements/base.txt':
        'fastapi==0.115.0\nPyYAML==6.0.2\ndjango-admin-autocomplete-filter\ngoogle-cloud-aiplatform\n',
      'main.py':
        'import os, sys\nimport yaml\nfrom starlette.requests import Request\nimport admin_auto_filters\nimport vertexai\nfrom shop import prices\nfrom .local import x\n',
      'lib/shop/prices.py': 'RATE = 2\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'fails at the first import of what no manifest declares',
    files: { 'requirements.txt': 'fastapi==0.115.0\n', 'main.py': APP, 'other.py': 'import yaml\n' },
    answer: 'fail E1 main.py:1',
  },
  {
    it: 'is not fooled by a package of nearly the same name',
    files: { 'package.json': '{"dependencies":{"zod-form":"1"}}', 'src/a.ts': "import { z } from 'zod';\n" },
    answer: 'fail E1 src/a.ts:1',
  },
  {
    it: 'leaves optional and lazy imports, tests and samples of code alone',
    files: {
      'requirements.txt': 'fastapi\n',
      'main.py':
        'from fastapi import FastAPI\ntry:\n    import orjson\nexcept ImportError:\n    orjson = None\n\ndef late():\n    import pandas\n',
      'tests/test_main.py': 'import pytest\n',
      'package.json': '{"dependencies":{"react":"19"}}',
      'src/page.tsx':
        "import React from 'react';\nconst sample = `\nimport { a } from 'sample-kit';\n`;\nfunction f() {\n  return require('late-kit');\n}\n",
    },
    answer: 'pass E4',
  },
  {
    it: 'reads Node, aliases, types and packages of the workspace',
    files: {
      'package.json': '{"workspaces":["packages/*"],"dependencies":{"left":"1","@types/geojson":"1"}}',
      'packages/a/package.json': '{"name":"@acme/a","devDependencies":{"vite":"6"}}',
      'packages/a/tsconfig.json': '{"compilerOptions":{"paths":{"%gen/*":["./gen/*"],"made/*":["./made/*"]}}}',
      'packages/a/src/components/b.ts': 'export const b = 1;\n',
      'packages/a/src/index.ts':
        "import fs from 'fs';\nimport path from 'node:path';\nimport left from 'left/right';\nimport { b } from 'components/b';\nimport x from 'virtual:x';\nimport { P } from 'geojson';\nimport { made } from 'made/it';\nimport type { T } from 'only-types';\nimport '@acme/a/other';\n",
    },
    answer: 'pass E4',
  },
  {
    it: 'leaves alone what the import map of Rails gives',
    files: {
      'package.json': '{ "devDependencies": { "@biomejs/biome": "1.9.0" } }\n',
      'config/importmap.rb': 'pin "@hotwired/stimulus", to: "stimulus.min.js"\n',
      'app/javascript/controllers/index.js': 'import { Application } from "@hotwired/stimulus"\nApplication.start()\n',
    },
    answer: 'not-applicable',
  },
  {
    it: 'does not apply without a manifest',
    files: { 'main.py': 'import yaml\n' },
    answer: 'not-applicable',
  },
]);
