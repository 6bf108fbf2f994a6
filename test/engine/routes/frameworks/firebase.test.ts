// Cloud Functions for Firebase: what is deployed under which name, who is asked for what before it, and what functions ask themselves.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../../support/analyze';

const PACKAGE = {
  'functions/package.json': '{ "dependencies": { "firebase-functions": "^5.0.0", "express": "^4.19.0" } }',
};

async function shown(files: Files): Promise<string[]> {
  const { routes } = await analyze({ ...PACKAGE, ...files });
  return routes.map(({ framework, method, path, verdict }) => `${framework} ${method} ${path} ${verdict}`).sort();
}

describe('Cloud Functions for Firebase', () => {
  it('are served under the names that a module of the first generation exports, behind any chain of settings', async () => {
    assert.deepEqual(
      await shown({
        'functions/index.js': `const functions = require('firebase-functions');
const admin = require('firebase-admin');
const european = functions.region('europe-west1');
exports.rows = functions.https.onRequest(async (req, res) => res.json(await db.rows()));
exports.mine = functions.region('europe-west1').runWith({ memory: '1GB' }).https.onRequest(async (req, res) => {
  if (req.method !== 'POST') return res.status(405).end();
  const token = (req.headers.authorization || '').split('Bearer ')[1];
  try { req.caller = await admin.auth().verifyIdToken(token); } catch (error) { return res.status(401).send('no'); }
  res.json(await db.rows(req.caller.uid));
});
exports.remove = european.https.onCall(async (data, context) => {
  if (!context.auth) throw new functions.https.HttpsError('unauthenticated', 'Sign in first');
  await db.remove(data.id);
});
exports.wipe = functions.https.onCall(async (data) => db.remove(data.id));
exports.job = functions.runWith({ invoker: 'private' }).https.onRequest(async (req, res) => res.json(await db.tidy()));
exports.tidy = functions.pubsub.schedule('every 5 minutes').onRun(async () => db.tidy());
exports.grown = functions.firestore.document('rows/{id}').onCreate(async (snap) => db.grow(snap.id));
`,
      }),
      [
        'firebase ALL /job protected',
        'firebase ALL /rows unprotected',
        'firebase POST /mine protected',
        'firebase POST /remove protected',
        'firebase POST /wipe unprotected',
      ],
    );
  });

  it('of the second generation are asked for nothing by App Check, and by a policy for a user', async () => {
    assert.deepEqual(
      await shown({
        'functions/src/index.ts': `import { onCall, onRequest, HttpsError, isSignedIn, type CallableRequest } from 'firebase-functions/v2/https';
import { onDocumentCreated } from 'firebase-functions/v2/firestore';
import { onCall as call } from 'firebase-functions/https';
function signedIn(call: CallableRequest): string {
  if (!call.auth) throw new HttpsError('failed-precondition', 'Sign in first');
  return call.auth.uid;
}
export const checked = onCall({ enforceAppCheck: true }, async (request) => db.remove(request.data.id));
export const mine = onCall<{ id: string }>({ region: 'europe-west1' }, async (request) => {
  const uid = request.auth?.uid;
  if (!uid) { throw new HttpsError('unauthenticated', 'Sign in first'); }
  return db.rows(uid);
});
export const apart = call(async ({ auth, data }) => {
  if (!auth) throw new HttpsError('unauthenticated', 'no');
  return db.rows(auth.uid, data);
});
export const helped = onCall(async (event) => db.rows(signedIn(event)));
export const admins = onCall(async (request) => {
  if (request.auth?.token.admin !== true) throw new HttpsError('permission-denied', 'no');
  return db.everything();
});
export const policy = onCall({ authPolicy: isSignedIn() }, async (request) => db.rows(request.data));
export const answered = onCall(async (request) => {
  if (!request.auth) return { error: 'Sign in first' };
  return db.rows(request.auth.uid);
});
export const robots = onRequest({ invoker: ['robot@project.iam.gserviceaccount.com'] }, async (req, res) => { res.json(await db.rows()); });
export const all = onRequest({ invoker: 'public', cors: true }, async (req, res) => { res.json(await db.rows()); });
export const created = onDocumentCreated('rows/{id}', async (event) => db.grow(event.params.id));
`,
      }),
      [
        'firebase ALL /all unprotected',
        'firebase ALL /robots protected',
        'firebase POST /admins protected',
        'firebase POST /answered protected',
        'firebase POST /apart protected',
        'firebase POST /checked unprotected',
        'firebase POST /helped protected',
        'firebase POST /mine protected',
        'firebase POST /policy protected',
      ],
    );
  });

  it('leave the paths of an Express application to it, however it is handed over', async () => {
    const app = `import express from 'express';
import { guard } from './guard';
export const app = express();
app.get('/open', async (req, res) => res.json(await db.rows()));
app.use(guard);
app.get('/rows', async (req, res) => res.json(await db.rows()));
`;
    const guard = `import { getAuth } from 'firebase-admin/auth';
export const guard = async (req, res, next) => {
  try { req.caller = await getAuth().verifyIdToken(req.headers.authorization); next(); } catch { res.status(403).end(); }
};
`;
    const own = ['express GET /open unprotected', 'express GET /rows protected'];
    const named = `import * as functions from 'firebase-functions/v1';
import { app } from './app';
export const api = functions.https.onRequest(app);
`;
    const called = `import { onRequest } from 'firebase-functions/v2/https';
import { app } from './app';
export const api = onRequest({ cors: true }, (req, res) => app(req, res));
`;
    for (const index of [named, called])
      assert.deepEqual(
        await shown({ 'functions/src/index.ts': index, 'functions/src/app.ts': app, 'functions/src/guard.ts': guard }),
        own,
      );
  });

  it('may be made by a function of the application, lie in files of their own, and be exported as a group', async () => {
    assert.deepEqual(
      await shown({
        'functions/index.js': `exports.one = require('./one');
exports.users = require('./users');
`,
        'functions/one.js': `const functions = require('firebase-functions');
module.exports = functions.https.onRequest((req, res) => res.json(db.rows()));
`,
        'functions/users.js': `const functions = require('firebase-functions');
const cors = require('cors')({ origin: true });
const authed = (handler) => functions.https.onCall(async (data, context) => {
  if (!context.auth) throw new functions.https.HttpsError('unauthenticated', 'no');
  return handler(data, context);
});
const inner = functions.https.onCall(async (data) => db.rows(data));
const removeUser = authed(async (data) => db.remove(data.id));
const list = functions.https.onRequest((req, res) => {
  cors(req, res, async () => {
    if (req.headers['x-key'] !== process.env.KEY) return res.status(401).end();
    res.json(await db.users());
  });
});
module.exports = { removeUser, list, admin: { wipe: functions.https.onCall(async () => db.wipe()) } };
`,
      }),
      [
        'firebase ALL /list protected',
        'firebase ALL /one unprotected',
        'firebase POST /admin-wipe unprotected',
        'firebase POST /removeUser protected',
      ],
    );
  });

  it('that ask for a member of nobody end there, and so do those that answer with what they have thrown', async () => {
    assert.deepEqual(
      await shown({
        'functions/src/index.ts': `import { onCall, onRequest } from 'firebase-functions/v2/https';
export const asks = onCall(async (request) => db.rows(request.auth!.uid));
export const looks = onCall(async (request) => db.rows(request.auth && request.auth.uid));
export const thrown = onCall(async (request) => {
  try {
    const { id } = request.data;
    if (!id) throw new Error('Which one?');
    if (!request.auth?.uid) throw new Error('Sign in first');
    return { success: true, row: await db.row(id) };
  } catch (error) {
    return { success: false, error: { message: error instanceof Error ? error.message : 'It failed' } };
  }
});
export const tried = onCall(async (request) => {
  try {
    if (!request.data.id) throw new Error('Which one?');
    return { success: true, row: await db.row(request.data.id) };
  } catch (error) {
    return { success: false, error: { message: 'It failed' } };
  }
});
export const date = onRequest(async (req, res) => {
  if (req.method === 'PUT') {
    res.status(403).send('No');
    return;
  }
  res.send(await db.rows());
});
`,
        'functions/compiled.js': `"use strict";
const functions = require("firebase-functions");
exports.older = functions.https.onCall(async (data, context) => {
    var _a;
    if (!(context === null || context === void 0 ? void 0 : context.auth)) {
        throw new functions.https.HttpsError("unauthenticated", "no");
    }
    return db.rows((_a = context.auth) === null || _a === void 0 ? void 0 : _a.uid);
});
`,
      }),
      [
        'firebase ALL /date unprotected',
        'firebase POST /asks protected',
        'firebase POST /looks unprotected',
        'firebase POST /older protected',
        'firebase POST /thrown protected',
        'firebase POST /tried unprotected',
      ],
    );
  });

  it('that sign people in are open on purpose, by what they are called', async () => {
    const names = ['loginStaff', 'registerApplicant', 'triggerForgotPassword', 'registerAdmin', 'loginHistory'];
    const made = names.map((name) => `exports.${name} = onCall(async ({ data }) => db.do(data));\n`).join('');
    assert.deepEqual(
      await shown({ 'functions/index.js': `const { onCall } = require('firebase-functions/v2/https');\n${made}` }),
      [
        'firebase POST /loginHistory unprotected',
        'firebase POST /loginStaff public-by-design',
        'firebase POST /registerAdmin unprotected',
        'firebase POST /registerApplicant public-by-design',
        'firebase POST /triggerForgotPassword public-by-design',
      ],
    );
  });
});
