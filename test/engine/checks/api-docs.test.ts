import { describeCheck } from '../../support/answer';
import { express, fastapi } from '../../support/samples';

const app = (args: string): Record<string, string> => ({
  'main.py': `from fastapi import FastAPI\napp = FastAPI(${args})\n`,
});

describeCheck('api-docs', [
  { it: 'holds for a description of its own', files: app('title="Shop", version="1.0"'), answer: 'pass E3' },
  {
    it: 'holds for an OpenAPI document',
    files: { ...fastapi(), 'openapi/shop.yaml': 'openapi: 3.1.0\n' },
    answer: 'pass E4',
  },
  {
    it: 'holds for Swagger in Express',
    files: express({}, "app.use('/docs', swaggerUi.setup(spec));\n"),
    answer: 'pass E3',
  },
  { it: 'fails for what is generated alone', files: app(''), answer: 'fail E1 main.py:2' },
  { it: 'fails for a version alone', files: app('version="1.0"'), answer: 'fail E1 main.py:2' },
  {
    it: 'holds for a description by hand',
    files: { ...express(), 'docs/SHOP_API.md': `# API\n## GET /orders\n${'answers orders '.repeat(60)}\n` },
    answer: 'pass E3',
  },
  {
    it: 'holds for a section that shows how to call it',
    files: {
      ...express(),
      'docs/GUIDE.md': `# Guide\n${'words '.repeat(120)}\n## API reference\n### Orders\n\`\`\`http\nGET /orders\n\`\`\`\n`,
    },
    answer: 'pass E3',
  },
  { it: 'fails for a stub', files: { ...express(), 'docs/API.md': '# API\nSoon.\n' }, answer: 'fail E0 server.ts:2' },
  { it: 'fails without', files: express(), answer: 'fail E0 server.ts:2' },
  { it: 'does not apply where nothing is served', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);
