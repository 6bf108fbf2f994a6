// Websockets of FastAPI whose callers say who they are in a message: browsers can set no header of a websocket.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

const HEAD = `
import asyncio, json, jwt
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from store import SECRET
app = FastAPI()

def user_of(token):
    try:
        return jwt.decode(token, SECRET, algorithms=["HS256"])
    except jwt.PyJWTError:
        return None

@app.websocket("/live")
async def live(websocket: WebSocket):
    await websocket.accept()
`;
const LISTENS = `
while True:
    await websocket.send_json({"seen": await websocket.receive_text()})`;

async function verdictOf(body: string): Promise<string | undefined> {
  return (await writtenRoutes({ 'main.py': HEAD + body.replace(/^/gm, '    ') + '\n' }))[0]?.verdict;
}

describe('FastAPI: credentials in the messages of a websocket', () => {
  const cases: [situation: string, body: string, expected: string][] = [
    [
      'a token of the first message is looked at',
      `message = await websocket.receive_json()\nif not user_of(message["token"]):\n    await websocket.close(code=1008)\n    return${LISTENS}`,
      'protected',
    ],
    [
      'one that has to come in time',
      `try:
    text = await asyncio.wait_for(websocket.receive_text(), timeout=5)
    message = json.loads(text)
    if message.get("type") != "auth" or not user_of(message.get("token")):
        await websocket.close(code=4001)
        return
except Exception:
    await websocket.close(code=4001)
    return${LISTENS}`,
      'protected',
    ],
    [
      'a greeting is sent before',
      `await websocket.send_json({"type": "hello"})\nmessage = await websocket.receive_json()\nif not user_of(message["token"]):\n    await websocket.close(code=1008)\n    return${LISTENS}`,
      'protected',
    ],
    [
      'what is looked up is sent before',
      `await websocket.send_json(load_all())\nmessage = await websocket.receive_json()\nif not user_of(message["token"]):\n    await websocket.close(code=1008)\n    return${LISTENS}`,
      'unprotected',
    ],
    [
      'nobody looks whether the token is genuine',
      `message = await websocket.receive_json()\nif not message.get("token"):\n    await websocket.close(code=1008)\n    return${LISTENS}`,
      'weak',
    ],
    [
      'the key of a message is one of the keyboard, its session one of a conversation',
      `message = await websocket.receive_json()\nif not message.get("key") or not message.get("session_id"):\n    await websocket.close(code=1008)\n    return${LISTENS}`,
      'unprotected',
    ],
    [
      'what fails is answered, and the conversation goes on',
      `while True:
    message = await websocket.receive_json()
    if not user_of(message.get("token")):
        await websocket.send_json({"error": "who are you?"})
    await websocket.send_json({"seen": message})`,
      'unprotected',
    ],
  ];
  for (const [situation, body, expected] of cases) {
    it(situation, async () => {
      assert.equal(await verdictOf(body), expected);
    });
  }
});
