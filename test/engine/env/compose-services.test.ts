// Which services of compose are handed a variable that the code in their images reads from now on.

import assert from 'node:assert/strict';

import { applyFix, type Files } from '../../support/analyze';
import { strongPassword } from '../../support/made-up-secrets';
import { assertParse } from '../../support/parses';

const secret = strongPassword(40);
const BASE: Files = {
  '.gitignore': '.env*\n!.env*.example\n',
  'api/mail.py': `MAIL_PASSWORD = "${secret}"\n`,
};
const ENTRY = '${MAIL_PASSWORD:?set MAIL_PASSWORD}';

/** The compose file and the dotenv files after a value was moved out of `api/mail.py`, with either line end. */
async function after(services: string, others: Files = {}): Promise<{ compose: string | undefined; files: Files }> {
  const files: Files = {
    ...BASE,
    'compose.yml': `x-log: &log\n  driver: json-file\nservices:\n${services}`,
    ...others,
  };
  const made: Files[] = [];
  for (const eol of ['\n', '\r\n']) {
    const written = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('\n', eol)]));
    const fixed = await applyFix(written, 'hardcoded-secret', 'move-secret-to-env', {
      unlisted: ['.env', 'api/.env'],
      pick: ({ path }) => path === 'api/mail.py',
    });
    await assertParse(fixed.files);
    assert.doesNotMatch(fixed.files['compose.yml'] ?? '', eol === '\n' ? /\r/ : /(?<!\r)\n/);
    made.push(Object.fromEntries(Object.entries(fixed.files).map(([path, text]) => [path, text.replaceAll('\r', '')])));
  }
  const [one = {}, two] = made;
  assert.deepEqual(one, two);
  return { compose: one['compose.yml']?.replace(/^[^]*services:\n/, ''), files: one };
}

describe('A service that runs the code', () => {
  it('gets an entry in its environment, which is made where there is none', async () => {
    for (const [before, wanted] of [
      [
        '  api:\n    build: ./api\n    environment:\n      # where it listens\n      PORT: 80\n',
        `  api:\n    build: ./api\n    environment:\n      # where it listens\n      MAIL_PASSWORD: ${ENTRY}\n      PORT: 80\n`,
      ],
      [
        '  api:\n    build:\n      context: api\n    environment:\n    - PORT=80\n    ports: ["80:80"]\n',
        `  api:\n    build:\n      context: api\n    environment:\n    - MAIL_PASSWORD=${ENTRY}\n    - PORT=80\n    ports: ["80:80"]\n`,
      ],
      [
        '  api:\n    build:\n      context: .\n      args:\n      - A=1\n    logging:\n      <<: *log\n    ports: ["80:80"]\n',
        `  api:\n    environment:\n      MAIL_PASSWORD: ${ENTRY}\n    build:\n      context: .\n      args:\n      - A=1\n    logging:\n      <<: *log\n    ports: ["80:80"]\n`,
      ],
      ['  api:\n    build: ./api', `  api:\n    environment:\n      MAIL_PASSWORD: ${ENTRY}\n    build: ./api`],
      [
        '  api:\n    build: ./api\n  worker:\n    build: ./api\n    command: work\n  web:\n    build: ./web\n',
        `  api:\n    environment:\n      MAIL_PASSWORD: ${ENTRY}\n    build: ./api\n  worker:\n    environment:\n      MAIL_PASSWORD: ${ENTRY}\n    build: ./api\n    command: work\n  web:\n    build: ./web\n`,
      ],
    ] as const)
      assert.equal((await after(before)).compose, wanted);
  });

  it('finds the value in the dotenv file of compose, where the code has one of its own', async () => {
    const { files } = await after('  api:\n    build: ./api\n', { 'api/pyproject.toml': '[project]\nname = "api"\n' });
    for (const path of ['.env', 'api/.env']) assert.equal(files[path], `MAIL_PASSWORD='${secret}'\n`, path);
  });

  it('is left alone where it has the variable, or nothing says that it runs the code', async () => {
    for (const services of [
      '  api:\n    build: ./api\n    env_file: .env\n',
      '  api:\n    build: ./api\n    environment:\n      MAIL_PASSWORD:\n',
      '  api:\n    build: ./api\n    environment: &common\n      PORT: 80\n',
      '  api:\n    build: ./api\n    environment: { PORT: 80 }\n',
      '  api:\n    build: ./api\n    environment:\n',
      '  api:\n    <<: *log\n    build: ./api\n',
      '  web:\n    build: ./web\n  db:\n    image: postgres:17\n',
      '  api:\n    build: { context: ., dockerfile: api/Dockerfile }\n  web:\n    build: { context: ., dockerfile: web/Dockerfile }\n',
      '  api:\n    build: ./api\n    extends:\n      service: base\n',
    ])
      assert.equal((await after(services)).compose, services);
  });

  it('is not handed the value of another variable of that name', async () => {
    const services = '  api:\n    build: ./api\n';
    const own = { 'api/pyproject.toml': '[project]\nname = "api"\n', '.env': 'MAIL_PASSWORD=another\n' };
    const { compose, files } = await after(services, own);
    assert.equal(compose, services);
    assert.equal(files['.env'], 'MAIL_PASSWORD=another\n');
  });

  it('is handed what is taken out of its image', async () => {
    const { files } = await applyFix(
      {
        'db/Dockerfile': `FROM mysql:8\nENV MYSQL_DATABASE=shop \\\n    MYSQL_PASSWORD=${secret}\n`,
        'compose.yml': 'services:\n  db:\n    build: ./db\n',
        '.gitignore': '.env*\n',
      },
      'hardcoded-secret',
      'move-secret-to-env',
      { unlisted: ['.env'] },
    );
    assert.match(
      files['compose.yml'] ?? '',
      /environment:\n {6}MYSQL_PASSWORD: \$\{MYSQL_PASSWORD:\?set MYSQL_PASSWORD\}/,
    );
  });

  it('is handed the variable that has no default any more', async () => {
    const { files } = await applyFix(
      {
        'api/app.py': 'import os\n\nJWT_SECRET = os.getenv("JWT_SECRET", "changeme-secret")\n',
        'compose.yml': 'services:\n  api:\n    build: ./api\n',
      },
      'default-secret-value',
      'require-secret',
      { unlisted: ['.env'] },
    );
    assert.match(files['compose.yml'] ?? '', /JWT_SECRET: \$\{JWT_SECRET:\?set JWT_SECRET\}/);
  });
});
