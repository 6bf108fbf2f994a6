// Variables that are read against variables that are named.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf } from '../../support/analyze';

const ID = 'env-example-drift';

describe(ID, () => {
  it('holds when every variable that is read is named', async () => {
    const report = await analyze({
      'a.ts': 'export const { MAIL_HOST, QUEUE = "x" } = process.env;\n',
      'b.py': 'import os\nA = os.getenv("MAIL_PORT")\n',
      '.env.example': 'MAIL_HOST=\nQUEUE=\n# MAIL_PORT=25\n',
    });
    assert.equal(checkOf(report, ID).verdict, 'pass');
  });

  it('knows helpers of one’s own that are given the name', async () => {
    const report = await analyze({
      'config/config.go':
        'package config\n\nvar Host = getEnv("MAIL_HOST", "localhost")\nvar Port = mustGetEnvInt("MAIL_PORT")\nvar Mode = getEnvironment("prod")\n',
      '.env.example': 'MAIL_HOST=\nMAIL_PORT=\n',
    });
    assert.equal(checkOf(report, ID).verdict, 'pass');
  });

  it('names what is missing at the template, with the reads as related places', async () => {
    const report = await analyze({
      'config.py':
        'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="SHOP_")\n    mail_host: str\n    debug: bool = False\n',
      'a.ts': 'export const a = process.env.QUEUE_URL;\n',
      '.env.example': 'SHOP_DEBUG=\n',
    });
    assert.deepEqual(placesOf(report, ID), ['.env.example:1 undeclared']);
    const [finding] = report.findings.filter(({ check }) => check === ID);
    assert.deepEqual(finding?.related.map(({ path, line }) => `${path}:${line}`).sort(), ['a.ts:1', 'config.py:3']);
  });

  it('reports a variable that stands twice', async () => {
    const report = await analyze({
      'a.py': 'import os\nA = os.environ["API_URL"]\n',
      '.env.example': 'API_URL=a\nAPI_URL=b\n',
    });
    assert.deepEqual(placesOf(report, ID), ['.env.example:2 duplicate']);
  });

  it('lists what nothing reads as information', async () => {
    const report = await analyze({
      'a.py': 'import os\nA = os.environ["API_URL"]\n',
      '.env.example': 'API_URL=a\nOLD=b\n',
    });
    assert.equal(checkOf(report, ID).verdict, 'pass');
    assert.deepEqual(placesOf(report, ID), ['.env.example:2 unused']);
  });

  it('leaves lines alone that hosts set, too', async () => {
    const report = await analyze({
      'a.py': 'import os\nA = os.environ["API_URL"]\n',
      '.env.example': 'API_URL=a\nPORT=3000\n',
    });
    assert.deepEqual(placesOf(report, ID), []);
  });

  it('is not misled by comments and strings', async () => {
    const report = await analyze({
      'a.ts': '// process.env.OLD_NAME\nexport const a = process.env.API_URL;\n',
      'b.py': '"""Reads os.environ["OTHER"]."""\n',
      '.env.example': 'API_URL=\n',
    });
    assert.equal(checkOf(report, ID).verdict, 'pass');
  });

  it('does not apply where nothing reads variables', async () => {
    assert.equal(checkOf(await analyze({ 'a.ts': 'export const a = 1;\n' }), ID).verdict, 'not-applicable');
  });
});
