// Secrets in logs: values, not words.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'sensitive-data-in-logs';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

/** Numbers of the statements that are found, counted from 1. */
async function found(path: string, before: string, statements: readonly string[]): Promise<number[]> {
  const [, ...places] = await outcome({ [path]: `${before}${statements.join('\n')}\n` });
  const first = before.split('\n').length;
  return places.map((place) => Number(place.split(':')[1]) - first + 1);
}

const python = (statements: readonly string[]): Promise<number[]> =>
  found(
    'app/main.py',
    'from fastapi import FastAPI\napp = FastAPI()\n@app.post("/login")\ndef login(user, password, token):\n',
    statements.map((statement) => `    ${statement}`),
  );

const javascript = (statements: readonly string[]): Promise<number[]> =>
  found(
    'src/server.js',
    "const express = require('express');\nconst app = express();\nfunction login(user, password, token) {\n",
    [...statements, '}'],
  );

describe('sensitive-data-in-logs', () => {
  it('finds secrets as arguments, in f-strings, sums and formats of Python', async () => {
    const statements = [
      'logger.info("signed in with %s", password)',
      'logging.debug(f"{user.name} {user.password}")',
      'print("key", os.environ["API_KEY"])',
      'print("key " + settings.secret_key)',
      'logger.info("key %s" % api_key)',
      'self.logger.warning("key {}".format(api_key))',
      'logger.error(f"{refresh_token!r}")',
      'logger.info("token %s", token)',
      'logger.info(str(password))',
    ];
    assert.deepEqual(await python(statements), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('leaves alone what only speaks of one, or shows a part', async () => {
    const statements = [
      'logger.info("wrong password")',
      'logger.info(f"password of {user.name} was changed")',
      'logger.info("length %d", len(password))',
      'logger.info(f"key {api_key[:4]}… {api_key:.4}")',
      'logger.info("has a token: %s", token is not None)',
      'logger.info("key %s", mask(api_key))',
      'logger.info("%s", password == "")',
      'logger.info("used", max_tokens)',
      'logger.info(user.password_hash, token_type)',
      'logger.info("done", extra={"password": password})',
      'logger.info("done", token=token)',
      'form.print(password)',
      'catalog.info(password)',
      '# logger.info(password)',
      'logger.info(f"{{password}}")',
    ];
    assert.deepEqual(await python(statements), []);
  });

  it('reads JavaScript in the same way', async () => {
    const statements = [
      "console.log('token', token);",
      'logger.info(`password of ${user.name}: ${password}`);',
      "console.error('key ' + process.env.API_KEY);",
      'req.log.info(req.body.password);',
    ];
    assert.deepEqual(await javascript(statements), [1, 2, 3, 4]);
    const fine = [
      "console.log('token is missing');",
      'console.log(`password of ${user.name}`);',
      'console.log(password.length, !!token, token.slice(-4));',
      'logger.info({ password });',
      "console.log(token ? 'token' : 'no token');",
      'Math.log(token);',
      '// console.log(password);',
    ];
    assert.deepEqual(await javascript(fine), []);
  });

  it('knows tokens of texts from those that let somebody in', async () => {
    const lexer = (name: string): Files => ({
      'app/main.py': `from fastapi import FastAPI\napp = FastAPI()\ndef ${name}(token):\n    print("next", token)\n`,
    });
    assert.deepEqual(await outcome(lexer('parse_expression')), ['pass E3']);
    assert.deepEqual(await outcome(lexer('verify_session')), ['fail E0', 'app/main.py:4']);
  });

  it('looks at served code only', async () => {
    const log = 'print("password", password)\n';
    const app = { 'app/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n' };
    assert.deepEqual(await outcome({ ...app, 'app/old.py': log }), ['pass E3']);
    assert.deepEqual(await outcome({ ...app, 'scripts/seed.py': log, 'tests/test_login.py': log }), ['pass E3']);
    const debug = 'from fastapi import FastAPI\napp = FastAPI()\nif settings.DEBUG:\n    print("password", password)\n';
    assert.deepEqual(await outcome({ 'app/main.py': debug }), ['pass E3']);
  });

  it('does not apply without code', async () => {
    assert.deepEqual(await outcome({ 'README.md': '# Shop\n' }), ['not-applicable']);
  });
});
