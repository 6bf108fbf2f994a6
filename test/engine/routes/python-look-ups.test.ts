// Guards that look up what the caller sent: in a table, a cursor, a list. What is made up is not found; what nobody looks at refuses nobody.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

type Case = [situation: string, body: string, verdict: string];

const REFUSE = 'raise HTTPException(401)';

const CASES: Case[] = [
  [
    'a condition of a select',
    `found = await db.execute(select(Key).where(Key.value == token, Key.active == True))\n    if not found.scalar_one_or_none(): ${REFUSE}`,
    'protected',
  ],
  [
    'a condition of a query',
    `found = db.query(Key).filter(Key.value == token).first()\n    if not found: ${REFUSE}`,
    'protected',
  ],
  [
    'a statement that is kept first',
    `wanted = select(models.Key).where(models.Key.value == token)\n    if db.scalars(wanted).first() is None: ${REFUSE}`,
    'protected',
  ],
  [
    'a condition on what the caller only states',
    `found = db.query(Key).filter(Key.owner == request.headers.get("x-user-id")).first()\n    if not found: ${REFUSE}`,
    'weak',
  ],
  [
    'a condition on something else',
    `found = db.query(Key).filter(Key.active == True).first()\n    if not found: ${REFUSE}`,
    'weak',
  ],
  [
    'parameters by name',
    `found = db.execute(text("SELECT id FROM keys WHERE value = :v"), {"v": token}).fetchone()\n    if not found: ${REFUSE}`,
    'protected',
  ],
  [
    'a cursor',
    `cursor = db.cursor()\n    cursor.execute("SELECT id FROM keys WHERE value = ?", (token,))\n    if not cursor.fetchone(): ${REFUSE}`,
    'protected',
  ],
  [
    'a cursor that is asked for something else afterwards',
    `cursor = db.cursor()\n    cursor.execute("SELECT id FROM keys WHERE value = ?", (token,))\n    cursor.execute("SELECT 1")\n    if not cursor.fetchone(): ${REFUSE}`,
    'weak',
  ],
  ['a line in the log', `print(f"called with {token}")\n    logger.info("key %s", token)`, 'weak'],
  [
    'a switch that is kept in a table',
    `require_key = await setting(db, "keys")\n    found = db.query(Key).filter(Key.value == token).first()\n    if not found and require_key: ${REFUSE}`,
    'conditional',
  ],
];

describe('guards that look up what the caller sent', () => {
  for (const [situation, body, verdict] of CASES)
    it(situation, async () => {
      const text = `
from fastapi import Depends, FastAPI, HTTPException, Request
from sqlalchemy import select, text
from data import Key, models, session, setting
app = FastAPI()
async def caller(request: Request, db = Depends(session)):
    token = request.headers.get("x-api-key")
    ${verdict === 'conditional' ? '' : `if not token: ${REFUSE}`}
    ${body}
@app.get("/orders", dependencies=[Depends(caller)])
def orders(): return []
`;
      const [route] = await writtenRoutes({ 'main.py': text });
      assert.equal(route?.verdict, verdict);
    });
});
