// What looks like a proof, or like a question that does not arise, and is neither.

import { describeCheck } from '../../support/answer';
import type { Files } from '../../support/analyze';
import { express, fastapi } from '../../support/samples';

const next = (lines: string): Files => ({
  'package.json': '{ "dependencies": { "next": "15.0.0", "jsonwebtoken": "9.0.0" } }',
  'next.config.ts': lines,
  'app/api/orders/route.ts': 'export async function GET() {\n  return Response.json([]);\n}\n',
});
const laravel = (more: Files = {}): Files => ({
  'composer.json': '{ "require": { "laravel/framework": "^12.0" } }',
  'routes/api.php': "<?php\nuse Illuminate\\Support\\Facades\\Route;\nRoute::get('/orders', fn () => []);\n",
  ...more,
});
const go = (lines: string): Files => ({
  'go.mod': 'module shop\n',
  'main.go': `package main\n\nimport (\n\t"net/http"\n\t"os"\n)\n\nfunc main() {\n\tmux := http.NewServeMux()\n\tmux.HandleFunc("GET /orders", orders)\n${lines}\n\thttp.ListenAndServe(":80", mux)\n}\n\nfunc orders(w http.ResponseWriter, r *http.Request) {\n\tw.Write(nil)\n}\n`,
});

describeCheck('cors-restricted', [
  {
    it: 'reads the list that a rule of Next.js names',
    files: next(
      "const apiHeaders = [\n  { key: 'Access-Control-Allow-Origin', value: '*' },\n];\nconst headers = [{ source: '/api/:path*', headers: apiHeaders }];\nexport default { headers: async () => headers };\n",
    ),
    answer: 'fail E0 next.config.ts:4 any-origin',
  },
  {
    it: 'leaves a list alone that another rule names',
    files: next(
      "const fonts = [\n  { key: 'Access-Control-Allow-Origin', value: '*' },\n];\nconst plain = [\n  { key: 'X-Frame-Options', value: 'DENY' },\n];\nconst headers = [{ source: '/fonts/:path*', headers: fonts }, { source: '/api/:path*', headers: plain }];\nexport default { headers: async () => headers };\n",
    ),
    answer: 'pass E4',
  },
  { it: 'is unknown where defaults of the installed version count', files: laravel(), answer: 'unknown' },
  {
    it: 'holds where they are published, and list origins',
    files: laravel({
      'config/cors.php':
        "<?php\nreturn [\n    'paths' => ['api/*'],\n    'allowed_origins' => ['https://shop.example'],\n];\n",
    }),
    answer: 'pass E4',
  },
  { it: 'is unknown for an application whose origins are not read', files: go(''), answer: 'unknown' },
]);

describeCheck('csp-strict', [
  {
    it: 'reads sources whose quotes are escaped',
    files: {
      'server.js': `const express = require('express');\nconst helmet = require('helmet');\nconst app = express();\napp.use(helmet.contentSecurityPolicy({ directives: { scriptSrc: ['\\'self\\'', '\\'unsafe-eval\\''] } }));\napp.get('/', (req, res) => res.json({}));\n`,
    },
    answer: 'fail E3 server.js:4',
  },
  { it: 'is unknown in languages that are not read', files: laravel(), answer: 'unknown' },
]);

const hsts = "{ key: 'Strict-Transport-Security', value: 'max-age=1' }";
describeCheck('https-enforced', [
  {
    it: 'is unknown for a header behind a variable that nobody sets',
    files: next(
      `const forceSsl = process.env.FORCE_SSL || '';\nconst list = [];\nif (forceSsl) {\n  list.push(${hsts});\n}\nexport default { headers: async () => [{ source: '/:path*', headers: list }] };\n`,
    ),
    answer: 'unknown',
  },
  {
    it: 'holds where production switches it on',
    files: next(
      `const isProduction = process.env.NODE_ENV === 'production';\nconst list = [];\nif (isProduction) {\n  list.push(${hsts});\n}\nexport default { headers: async () => [{ source: '/:path*', headers: list }] };\n`,
    ),
    answer: 'pass E3',
  },
]);

const tokens = (lines: string): Files =>
  express({
    'src/tokens.ts': '',
    'tokens.ts': `import jwt from 'jsonwebtoken';\n${lines}export const read = (token) => jwt.verify(token, KEY);\n`,
  });
describeCheck('jwt-hardening', [
  {
    it: 'is unknown where callers say when tokens end',
    files: tokens(
      'export function make(payload, secret, options?: any) {\n  return jwt.sign(payload, secret, options);\n}\n',
    ),
    answer: 'unknown',
  },
  {
    it: 'holds where the options beside it have an end',
    files: tokens(
      "const options = { expiresIn: '1h' };\nexport const make = (payload) => jwt.sign(payload, KEY, options);\n",
    ),
    answer: 'pass E4',
  },
]);

describeCheck('outbound-timeout', [
  {
    it: 'fails for the package request, which has no limit of its own',
    files: express({
      'client.ts': "import request from 'request';\nrequest({ url }, done);\nrequest({ url, timeout: 9 }, done);\n",
    }),
    answer: 'fail E0 client.ts:2 no-timeout',
  },
  {
    it: 'leaves a function of that name alone',
    files: express({ 'client.ts': "import { request } from './own';\nrequest({ url }, done);\n" }),
    answer: 'pass E3',
  },
]);

describeCheck('error-details-leaked', [
  {
    it: 'fails for an error that is made an object of',
    files: express({
      'orders.ts':
        "import { serializeError } from 'serialize-error';\nexport function answer(e) {\n  const error = serializeError(e);\n  log(error);\n  return serverError({ errorObject: error });\n}\n",
    }),
    answer: 'fail E0 orders.ts:3',
  },
]);

const djangoSettings = (line: string): Files =>
  fastapi({ 'settings.py': `from helpers import envbool, envsecret\n${line}\n` });
describeCheck('debug-off-in-production', [
  {
    it: 'reads defaults behind a helper of one’s own',
    files: djangoSettings('DEBUG = envbool("DEBUG", "True")'),
    answer: 'fail E0 settings.py:2 debug-default',
  },
  { it: 'holds for those that are off', files: djangoSettings('DEBUG = envbool("DEBUG", "False")'), answer: 'pass E4' },
]);

describeCheck('default-secret-value', [
  {
    it: 'reads defaults behind a helper of one’s own, and signs that stand for a key',
    files: djangoSettings('SECRET_KEY = envsecret("SECRET_KEY", "---")'),
    answer: 'fail E0 settings.py:2 secret',
  },
  {
    it: 'leaves such signs alone where nothing is signed with them',
    files: djangoSettings('LINE_TOKEN = envsecret("LINE_TOKEN", "---")'),
    answer: 'pass E4',
  },
]);

describeCheck('password-hashing', [
  {
    it: 'knows scrypt-kdf',
    files: express({
      'user.ts': "import Scrypt from 'scrypt-kdf';\nexport const hash = (word) => Scrypt.kdf(word, { logN: 15 });\n",
    }),
    answer: 'pass E4',
  },
]);

describeCheck('migration-chain-valid', [
  { it: 'is unknown for a Go program, which may carry its own', files: go(''), answer: 'unknown' },
]);

describeCheck('env-example-present', [
  {
    it: 'is unknown where all variables are taken at once',
    files: go('\tparse(os.Environ())'),
    answer: 'unknown',
  },
  {
    it: 'does not apply where they are only handed on',
    files: go('\tcommand.Env = append(os.Environ(), "A=1")'),
    answer: 'not-applicable',
  },
]);

const flask = (start: string): Files => ({
  'requirements.txt': 'flask==3.0.0\n',
  'app.py':
    'from flask import Flask\napp = Flask(__name__)\n\n@app.get("/orders")\ndef orders():\n    return []\n\nif __name__ == "__main__":\n    app.run(host="0.0.0.0", debug=True)\n',
  Dockerfile: `FROM python:3.12-slim\nCOPY . .\nCMD ${start}\n`,
});
describeCheck('debug-off-in-production', [
  {
    it: 'is not fooled by a local start that the image makes',
    files: flask('["python", "app.py"]'),
    answer: 'fail E0 app.py:9 debug-default',
  },
  {
    it: 'leaves it alone where a server imports the module',
    files: flask('["gunicorn", "app:app"]'),
    answer: 'pass E4',
  },
]);
describeCheck('dockerfile-dev-server', [
  {
    it: 'knows the server that an application of Flask starts by itself',
    files: flask('["python", "-m", "app"]'),
    answer: 'fail E0 Dockerfile:3',
  },
  { it: 'holds for a server that imports it', files: flask('["gunicorn", "app:app"]'), answer: 'pass E4' },
]);
