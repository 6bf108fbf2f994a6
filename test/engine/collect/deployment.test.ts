import assert from 'node:assert/strict';

import { partOf } from '../../support/collect';

describe('facts of deployments', () => {
  it('read services of Compose, aliases and merge keys followed', async () => {
    const text = `x-base: &base
  restart: always
services:
  api:
    <<: *base
    build: { context: ./api, target: run }
    ports: ["127.0.0.1:8000:80", 9000]
    environment: { DEBUG: "true", API_KEY: abc }
`;
    const service = (await partOf('compose', 'compose.yaml', text))?.services[0];
    assert.equal(service?.restart?.text, 'always');
    assert.deepEqual(service?.build && [service.build.context, service.build.target], ['./api', 'run']);
    assert.deepEqual(
      service?.ports.map(({ host, published, target }) => [host, published, target]),
      [
        ['127.0.0.1', '8000', '80'],
        [null, null, '9000'],
      ],
    );
  });

  it('never hold the value of a setting that may be a secret', async () => {
    const compose = await partOf(
      'compose',
      'compose.yaml',
      'services:\n  a:\n    environment:\n      - API_KEY=hunter22\n      - NODE_ENV=production\n',
    );
    const docker = await partOf(
      'dockerfile',
      'Dockerfile',
      'FROM node:20\nENV API_KEY=hunter22 NODE_ENV=production\nARG TOKEN=hunter22\n',
    );
    assert.doesNotMatch(JSON.stringify([compose, docker]), /hunter22/);
    assert.match(JSON.stringify(docker), /NODE_ENV=production/);
  });

  it('read stages of a Dockerfile', async () => {
    const text =
      'ARG V=20\nFROM --platform=linux/amd64 node:${V} AS build\nRUN npm ci \\\n    # why not\n    && npm run build\nFROM $BASE\nCOPY --from=build /a /b\nHEALTHCHECK --interval=5s CMD ["curl", "x"]\n';
    const facts = await partOf('dockerfile', 'Dockerfile', text);
    assert.deepEqual(
      facts?.stages.map(({ name, from, unresolved }) => [name, from, unresolved]),
      [
        ['build', 'node:20', false],
        [null, '$BASE', true],
      ],
    );
    assert.deepEqual(
      facts?.stages[0]?.instructions[0]?.commands.map((command) => command.text),
      ['npm ci', 'npm run build'],
    );
    assert.deepEqual(
      facts?.stages[1]?.instructions.map(({ text: own, json }) => json ?? own),
      ['--from=build /a /b', ['curl', 'x']],
    );
  });

  it('read templates of Helm, which are no YAML', async () => {
    const text =
      'apiVersion: apps/v1\nkind: Deployment\nspec:\n  {{- if .Values.on }}\n  livenessProbe:\n    httpGet:\n      path: /health\n      port: http\n  {{- end }}\n';
    const facts = await partOf('deployment', 'chart/templates/a.yaml', text);
    assert.deepEqual(
      facts?.probes.map(({ kind, path, port }) => [kind, path, port]),
      [['liveness', '/health', 'http']],
    );
  });

  it('give nothing for other YAML, and a note for broken files', async () => {
    assert.equal(await partOf('deployment', 'config/colours.yaml', 'red: 1\n'), undefined);
    assert.equal(await partOf('compose', 'compose.yaml', 'services: [\n'), undefined);
    assert.equal(await partOf('ci', '.github/workflows/a.yml', ': : :\n'), undefined);
  });
});
