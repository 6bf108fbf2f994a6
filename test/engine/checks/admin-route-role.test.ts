import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf } from '../../support/analyze';

const APP = `from fastapi import Depends, FastAPI, Header, HTTPException, Security
app = FastAPI()
def current_user(authorization: str = Header(None)):
    user = find(authorization)
    if user is None:
        raise HTTPException(401)
    return user
def require_admin(user=Depends(current_user)):
    if not user.is_admin:
        raise HTTPException(403)
    return user
`;

async function verdict(code: string): Promise<string> {
  return checkOf(await analyze({ 'main.py': APP + code }), 'admin-route-role').verdict;
}

describe('admin-route-role', () => {
  it('reports admin routes that only ask for a user', async () => {
    const code = '@app.get("/admin/users")\ndef users(u=Depends(current_user)):\n    return 1\n';
    const report = await analyze({ 'main.py': APP + code });
    assert.deepEqual(placesOf(report, 'admin-route-role'), ['main.py:12']);
    assert.match(
      report.findings.find(({ check }) => check === 'admin-route-role')?.message ?? '',
      /everyone who has signed in/,
    );
  });

  it('knows a super user by both spellings, and who gets past a guard that a setting leaves out', async () => {
    const asked =
      'def check_super_user(user=Depends(current_user)):\n    if user.id != settings.owner:\n        raise HTTPException(403)\n@app.get("/admin/restart", dependencies=[Depends(check_super_user)])\ndef restart():\n    return 1\n';
    assert.equal(await verdict(asked), 'pass');
    const code =
      'def check_user(authorization: str = Header(None)):\n    if settings.closed and find(authorization) is None:\n        raise HTTPException(401)\n@app.get("/admin/restart", dependencies=[Depends(check_user)])\ndef restart():\n    return 1\n';
    const { findings, routes } = await analyze({ 'main.py': `from settings import settings\n${APP}${code}` });
    assert.ok(routes.some((route) => route.path === '/admin/restart' && route.verdict === 'conditional'));
    const found = findings.find(({ check }) => check === 'admin-route-role');
    assert.match(found?.message ?? '', /everyone who has signed in/);
  });

  it('reports a route whose documentation says who it is for', async () => {
    const code = '@app.get("/tenants")\ndef tenants():\n    """List all tenants (super admin only)"""\n    return 1\n';
    assert.equal(await verdict(code), 'fail');
  });

  it('holds with a guard, a scope, or a test in the handler', async () => {
    assert.equal(await verdict('@app.get("/admin/a")\ndef a(u=Depends(require_admin)):\n    return 1\n'), 'pass');
    assert.equal(
      await verdict('@app.get("/admin/b")\ndef b(u=Security(current_user, scopes=["staff"])):\n    return 1\n'),
      'pass',
    );
    const own =
      '@app.get("/admin/c")\ndef c(u=Depends(current_user)):\n    if not getattr(u, "is_admin", False):\n        raise HTTPException(403)\n    return 1\n';
    assert.equal(await verdict(own), 'pass');
  });

  it('is not applicable without admin routes', async () => {
    assert.equal(await verdict('@app.get("/orders")\ndef o(): return 1\n'), 'not-applicable');
  });

  it('is unknown when such a route could not be followed to a guard', async () => {
    const code = 'from kit import require_user\n@app.get("/admin/d")\ndef d(u=Depends(require_user)):\n    return 1\n';
    assert.equal(await verdict(code), 'unknown');
  });

  it('does not take the word in a path parameter or in the handler’s name for a check (looks like a pass)', async () => {
    assert.equal(
      await verdict('@app.get("/admin/{role}")\ndef admin_role(role: str, u=Depends(current_user)):\n    return 1\n'),
      'fail',
    );
  });

  it('leaves an administrator’s own account alone (looks like a fail)', async () => {
    assert.equal(
      await verdict('@app.get("/admin/me")\ndef me(u=Depends(current_user)):\n    return 1\n'),
      'not-applicable',
    );
  });

  it('leaves what probes ask alone', async () => {
    const route = (path: string): string => `@app.get("${path}")\ndef a():\n    return 1\n`;
    assert.equal(await verdict(route('/internal/ping')), 'not-applicable');
    assert.equal(await verdict(route('/internal/revision')), 'fail');
  });
});
