// Deployment settings that decide HTTP hardening.

import assert from 'node:assert/strict';

import { partOf } from '../../support/collect';

async function settings(path: string, text: string): Promise<string[]> {
  const facts = await partOf('httpSettings', path, text);
  return (facts?.settings ?? []).map(({ name, value, kind, span }) => `${span.line} ${kind} ${name}=${value}`);
}

describe('HTTP settings', () => {
  it('are read from compose, Kubernetes and Helm', async () => {
    assert.deepEqual(
      await settings(
        'compose.yaml',
        `services:
  api:
    environment:
      CORS_ORIGINS: "*"
      DB_PASSWORD: hidden
  web:
    environment:
      - ALLOWED_HOSTS=\${HOSTS:-shop.example}
      - RATE_LIMIT=\${LIMIT}
`,
      ),
      ['4 variable CORS_ORIGINS=*', '8 variable ALLOWED_HOSTS=shop.example', '9 variable RATE_LIMIT=null'],
    );
    assert.deepEqual(
      await settings(
        'k8s/api.yaml',
        'kind: Deployment\nspec:\n  env:\n    - name: CORS_ORIGINS\n      value: "https://a.example"\n',
      ),
      ['4 variable CORS_ORIGINS=https://a.example'],
    );
    assert.deepEqual(await settings('chart/values.yaml', 'cors:\n  origins:\n    - "*"\n    - b\nother: 1\n'), [
      '2 variable cors.origins=*,b',
    ]);
  });

  it('are read from dotenv files with the stage that their name tells', async () => {
    assert.deepEqual(
      await settings('.env.production', '# CORS_ORIGINS=no\nexport CORS_ORIGINS="*" # open\nAPI_KEY=x\n'),
      ['2 variable CORS_ORIGINS=*'],
    );
    assert.equal((await partOf('httpSettings', '.env.example', 'CORS_ORIGINS=*'))?.stage, 'example');
    assert.equal((await partOf('httpSettings', 'docker/.env.dev', 'CORS_ORIGINS=*'))?.stage, 'development');
  });

  it('are read from proxies', async () => {
    assert.deepEqual(
      await settings(
        'nginx/site.conf',
        'limit_req_zone $ip zone=a:1m rate=5r/s;\nserver {\n  client_max_body_size 5m;\n  add_header X-Frame-Options DENY always;\n}\n',
      ),
      [
        '1 directive limit_req_zone=$ip zone=a:1m rate=5r/s',
        '3 directive client_max_body_size=5m',
        '4 directive add_header=X-Frame-Options DENY always',
      ],
    );
    assert.deepEqual(
      await settings(
        'k8s/ingress.yaml',
        'metadata:\n  annotations:\n    nginx.ingress.kubernetes.io/limit-rps: "10"\n',
      ),
      ['3 directive nginx.ingress.kubernetes.io/limit-rps=10'],
    );
  });

  it('keep nothing that could be a secret', async () => {
    assert.deepEqual(
      await settings('compose.yaml', 'services: { api: { environment: { RATE: 1, JWT_SECRET: x } } }\n# cors\n'),
      [],
    );
  });
});
