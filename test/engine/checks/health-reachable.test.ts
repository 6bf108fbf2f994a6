import { describeCheck } from '../../support/answer';

const GUARD =
  'from fastapi import Depends, FastAPI, Header, HTTPException\n\n\ndef key(x_api_key: str = Header()):\n    if x_api_key != load():\n        raise HTTPException(status_code=401)\n\n\n';
const HEALTH = '\n\n@app.get("/health")\ndef health():\n    return {}\n';

describeCheck('health-reachable', [
  {
    it: 'holds for an open route',
    files: { 'main.py': `from fastapi import FastAPI\n\napp = FastAPI()\n${HEALTH}` },
    answer: 'pass E4',
  },
  {
    it: 'fails when the application’s guard covers it',
    files: { 'main.py': `${GUARD}app = FastAPI(dependencies=[Depends(key)])\n${HEALTH}` },
    answer: 'fail E3 main.py:13 protected',
  },
  {
    it: 'holds when one of several is open',
    files: {
      'main.py': `${GUARD}app = FastAPI()\n${HEALTH}\n\n@app.get("/health/details", dependencies=[Depends(key)])\ndef details():\n    return {}\n`,
    },
    answer: 'pass E4',
  },
  {
    it: 'does not apply without a health route',
    files: { 'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n' },
    answer: 'not-applicable',
  },
]);
