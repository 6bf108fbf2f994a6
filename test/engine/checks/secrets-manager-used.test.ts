// Secrets of production are handed out by something that keeps them.

import { deployment, describeCheck } from '../../support/answer';
import type { Files } from '../../support/analyze';

/** A made-up password, joined at run time so that this repository scans clean. */
const VALUE = ['Ku7', 'mxv2', 'Q9td', 'L4wz'].join('');

function app(body = '', folder = 'shop/'): Files {
  return {
    [`${folder}main.py`]: `import os

from fastapi import FastAPI
${body}
app = FastAPI()
TOKEN = os.getenv("CARRIER_TOKEN")


@app.get("/parcels")
def parcels():
    return []
`,
    Dockerfile: 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "shop.main:app"]\n',
  };
}

const compose = (lines: string): Files => ({ 'compose.yaml': `services:\n  api:\n    build: .\n${lines}` });
const WITH_SECRET = deployment(`          env:
            - name: CARRIER_TOKEN
              valueFrom:
                secretKeyRef:
                  name: shop
                  key: token
`);
const SECRET = `---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\nstringData:\n  token: ${VALUE}\n`;

describeCheck('secrets-manager-used', [
  {
    it: 'holds for variables from Secrets of a cluster',
    files: { ...app(), 'k8s/api.yaml': WITH_SECRET },
    answer: 'pass E3',
  },
  {
    it: 'fails where the Secret is written in the same manifest',
    files: { ...app(), 'k8s/api.yaml': WITH_SECRET + SECRET },
    answer: 'fail E0 k8s/api.yaml:19 written',
  },
  {
    it: 'holds for secrets of Compose',
    files: { ...app(), ...compose('    secrets:\n      - carrier_token\n') },
    answer: 'pass E3',
  },
  {
    it: 'does not take secrets that no service is given for ones in use',
    files: { ...app(), 'compose.yaml': 'services:\n  api:\n    build: .\nsecrets:\n  token:\n    file: ./token.txt\n' },
    answer: 'unknown',
  },
  {
    it: 'holds where a program that fetches secrets starts the application',
    files: { ...app(), ...compose('    command: doppler run -- uvicorn shop.main:app\n') },
    answer: 'pass E3',
  },
  {
    it: 'holds for a client that the application loads',
    files: app('import hvac\n\nvault = hvac.Client(url="https://vault.example.org")\n'),
    answer: 'pass E3',
  },
  {
    it: 'fails where the client is in a file that nothing loads',
    files: { ...app(), 'shop/vault.py': 'import hvac\n\nvault = hvac.Client()\n' },
    answer: 'fail E2 shop/main.py:6 unreached',
  },
  {
    it: 'fails for values in the service',
    files: { ...app(), ...compose(`    environment:\n      CARRIER_TOKEN: ${VALUE}\n`) },
    answer: 'fail E0 compose.yaml:5 written',
  },
  {
    it: 'leaves values of a file for development alone',
    files: {
      ...app(),
      'compose.dev.yaml': `services:\n  api:\n    build: .\n    environment:\n      CARRIER_TOKEN: ${VALUE}\n`,
    },
    answer: 'unknown',
  },
  {
    it: 'fails for a dotenv file on the host',
    files: { ...app(), ...compose('    env_file: .env\n') },
    answer: 'fail E1 compose.yaml:2 env-file',
  },
  {
    it: 'fails where the key to stored secrets is committed',
    files: { ...app(), 'config/master.key': `${VALUE}${VALUE}\n` },
    answer: 'fail E1 config/master.key:1 key-committed',
  },
  {
    it: 'says unknown for variables that come from outside',
    files: { ...app(), ...compose('    environment:\n      CARRIER_TOKEN: ${CARRIER_TOKEN}\n') },
    answer: 'unknown',
  },
  {
    it: 'says unknown where a platform runs it',
    files: { ...app(), 'railway.json': '{ "deploy": { "startCommand": "uvicorn shop.main:app" } }' },
    answer: 'unknown',
  },
  {
    it: 'has nothing to ask where no secret is read',
    files: {
      'main.py': 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/a")\ndef a():\n    return 1\n',
    },
    answer: 'not-applicable',
  },
]);
