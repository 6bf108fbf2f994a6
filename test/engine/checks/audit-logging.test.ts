// Records of who signed in and what administrators did.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'audit-logging';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

/** An application with one handler for administrators, whose body is given. */
const admin = (body: string, imports = ''): string =>
  `from fastapi import Depends, FastAPI\nfrom .guards import require_admin\n${imports}\napp = FastAPI()\n@app.delete("/admin/parcels/{number}")\ndef remove(number: int, person=Depends(require_admin)):\n    ${body}\n`;
const GUARDS =
  'from fastapi import Header, HTTPException\ndef require_admin(key: str = Header()):\n    if key != settings.admin_key:\n        raise HTTPException(403)\n';

async function python(body: string, more: Files = {}, imports = ''): Promise<string[]> {
  return outcome({ 'app/main.py': admin(body, imports), 'app/guards.py': GUARDS, ...more });
}

async function express(body: string, more: Files = {}): Promise<string[]> {
  return outcome({
    'src/server.js': `const express = require('express');\nconst app = express();\napp.post('/login', async (req, res) => {\n  ${body}\n  res.json({});\n});\napp.listen(3000);\n`,
    ...more,
  });
}

describe('audit-logging', () => {
  it('asks for a record where people sign in and where administrators act', async () => {
    assert.deepEqual(await python('return drop(number)'), ['fail E0', 'app/main.py:5 missing']);
    assert.deepEqual(await express('await signIn(req.body);'), ['fail E0', 'src/server.js:3 missing']);
  });

  it('takes what teams call such a record', async () => {
    for (const body of [
      'audit_logger.log(action="removed", actor=person)',
      'AuditLog.objects.create(actor=person, action="removed")',
      'db.add(AuditLog(actor=person, action="removed"))',
      'log_admin_action(db, person, "removed")',
      'logging.getLogger("audit").info("removed %s", number)',
      'db.execute("INSERT INTO audit_log (actor) VALUES (:actor)", {"actor": person})',
      'client.table("activity_log").insert({"actor": person})',
    ])
      assert.deepEqual(await python(body), ['pass E3'], body);
    for (const body of [
      "await prisma.auditLog.create({ data: { action: 'login' } });",
      "await db.insert(activityLogs).values({ action: 'login' });",
      "await new AuditEvent({ action: 'login' }).save();",
      "auditService.record('login', req.body.email);",
      "bus.emit('audit.login', req.body.email);",
    ])
      assert.deepEqual(await express(body), ['pass E3'], body);
  });

  it('does not take reading, counting and other audits for one', async () => {
    for (const body of [
      'return audit_service.list()',
      'return get_audit_log(number)',
      'return db.query(AuditLog).count()',
      'audit = Audit(number=number)',
      'audit_plans.create(number)',
      'logger.info("removed %s", number)',
      'track_event("removed")',
    ])
      assert.deepEqual(await python(body), ['fail E0', 'app/main.py:5 missing'], body);
  });

  it('follows what the handler calls and what stands before it', async () => {
    const service =
      'def drop(number, person):\n    save(number)\n    note(person)\n\ndef note(person):\n    audit_trail.append(person)\n';
    const imports = 'from .service import drop';
    assert.deepEqual(await python('return drop(number, person)', { 'app/service.py': service }, imports), ['pass E3']);
    const guards = `${GUARDS}    log_security_event("admin", key)\n`;
    assert.deepEqual(await python('return drop(number)', { 'app/guards.py': guards }), ['pass E3']);
    const decorated = admin('return drop(number)').replace('def remove', '@audited("parcel.removed")\ndef remove');
    assert.deepEqual(await outcome({ 'app/main.py': decorated, 'app/guards.py': GUARDS }), ['pass E3']);
  });

  it('says that a writer exists and nothing calls it', async () => {
    const writer =
      'from fastapi import Request\ndef log_admin_action(request: Request, action):\n    audit_table.add(action)\n';
    assert.deepEqual(await python('return drop(number)', { 'app/records.py': writer }), [
      'fail E2',
      'app/records.py:2 unused',
    ]);
  });

  it('is unknown where records are written on ways that are not followed', async () => {
    const listener =
      'from fastapi import Request\ndef log_admin_action(request: Request, action):\n    audit_table.add(action)\n\ndef on_removed(event):\n    log_admin_action(event.request, "removed")\n';
    assert.deepEqual(await python('bus.publish(Removed(number))', { 'app/listeners.py': listener }), ['unknown']);
    assert.deepEqual(await python('return drop(number)', { 'requirements.txt': 'sqlalchemy-continuum==1.4.2\n' }), [
      'unknown',
    ]);
    assert.deepEqual(await express('await signIn(req.body);', { 'src/audit-log.js': 'export const kept = [];\n' }), [
      'unknown',
    ]);
  });

  it('is unknown where an aspect may record what handlers do', async () => {
    const controller =
      'package shop;\nimport org.springframework.web.bind.annotation.*;\n@RestController\npublic class SignIn {\n  @PostMapping("/login")\n  public String login(String name) { return name; }\n}\n';
    const main =
      'package shop;\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\n@SpringBootApplication\npublic class Shop {}\n';
    const files = { 'src/main/java/shop/SignIn.java': controller, 'src/main/java/shop/Shop.java': main };
    assert.deepEqual(await outcome(files), ['fail E0', 'src/main/java/shop/SignIn.java:5 missing']);
    const aspect = 'package shop;\n@Aspect\npublic class OperLogAspect {}\n';
    assert.deepEqual(await outcome({ ...files, 'src/main/java/shop/OperLogAspect.java': aspect }), ['unknown']);
  });

  it('takes the log of the admin site of Django', async () => {
    const urls =
      'from django.contrib import admin\nfrom django.urls import path\nurlpatterns = [path("backstage/admin/", admin.site.urls)]\n';
    assert.deepEqual(
      await outcome({
        'shop/urls.py': urls,
        'shop/settings.py': 'ROOT_URLCONF = "shop.urls"\n',
        'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
      }),
      ['pass E3'],
    );
  });

  it('does not apply where nobody signs in or administrates', async () => {
    const reading =
      'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/admin/parcels")\ndef parcels():\n    return []\n';
    assert.deepEqual(await outcome({ 'app/main.py': reading }), ['not-applicable']);
    const chats =
      'from fastapi import FastAPI\napp = FastAPI()\n@app.post("/chats/{id}/sessions")\ndef start():\n    return []\n';
    assert.deepEqual(await outcome({ 'app/main.py': chats }), ['not-applicable']);
    assert.deepEqual(await outcome({ 'tests/test_app.py': admin('return 1') }), ['not-applicable']);
  });
});
