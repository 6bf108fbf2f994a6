// What Python routes ask of those who have signed in, and the check that reads it.

import assert from 'node:assert/strict';

import { analyze, checkOf, type Files } from '../../support/analyze';
import { describeAuthorisation, type AuthorisationCase } from '../../support/authorisation-case';

const fastapi = (code: string): Files => ({
  'main.py': `from fastapi import Depends, FastAPI, Header, HTTPException, Security
app = FastAPI()
def current_user(authorization: str = Header(None)):
    user = find(authorization)
    if user is None:
        raise HTTPException(401)
    return user
def require_role(*wanted):
    def check(user=Depends(current_user)):
        if user.role not in wanted:
            raise HTTPException(403)
        return user
    return check
${code}
`,
});

const PYTHON: AuthorisationCase[] = [
  {
    situation: 'FastAPI: a factory of guards that compares a role',
    files: fastapi('@app.delete("/rooms/{id}")\ndef drop(id: int, user=Depends(require_role("boss"))): return 1'),
    route: 'DELETE /rooms/{id}',
    kind: 'role',
    level: 'E4',
    at: /^require_role\(\) main\.py:10$/,
  },
  {
    situation: 'FastAPI: scopes',
    files: fastapi('@app.get("/rooms")\ndef rooms(user=Security(current_user, scopes=["rooms"])): return 1'),
    route: 'GET /rooms',
    kind: 'role',
  },
  {
    situation: 'FastAPI: a query that is limited to the caller',
    files: fastapi(
      '@app.get("/rooms/{id}")\ndef one(id: int, user=Depends(current_user)):\n    return db.query(Room).filter(Room.id == id, Room.owner_id == user.id).first()',
    ),
    route: 'GET /rooms/{id}',
    kind: 'ownership',
    level: 'E4',
    at: /^the handler main\.py:16$/,
  },
  {
    situation: 'FastAPI: a thing that is compared with the caller in a helper',
    files: fastapi(
      'def mine(room, who):\n    if room.owner_id != who.id:\n        raise HTTPException(403)\n@app.put("/rooms/{id}")\ndef put(id: int, user=Depends(current_user)):\n    room = load(id)\n    mine(room, user)\n    return room',
    ),
    route: 'PUT /rooms/{id}',
    kind: 'ownership',
    at: /main\.py:15$/,
  },
  {
    situation: 'FastAPI: a helper that is given a role by a look-up',
    files: fastapi(
      'def ensure_permission(role, action):\n    if role not in ALLOWED[action]:\n        raise HTTPException(403)\n@app.put("/rooms/{id}")\ndef put(id: int, user=Depends(current_user)):\n    ensure_permission(rank_of(id), "rooms.put")\n    return 1',
    ),
    route: 'PUT /rooms/{id}',
    kind: 'role',
    at: /main\.py:15$/,
  },
  {
    situation: 'FastAPI: an early answer for those who own it, and a refusal for other reasons later',
    files: fastapi(
      '@app.put("/rooms/{id}")\ndef put(id: int, body: Body, user=Depends(current_user)):\n    room = load(id)\n    if room.owner_id == user.id:\n        return room\n    if not body.name:\n        raise HTTPException(404)\n    return room',
    ),
    route: 'PUT /rooms/{id}',
    kind: 'none',
  },
  {
    situation: 'FastAPI: the row of the caller, found on the way in',
    files: fastapi(
      'def found(user=Depends(current_user)):\n    row = db.query(User).filter(User.id == user.id).first()\n    if not row:\n        raise HTTPException(401)\n    return row\n@app.get("/menu/{id}")\ndef menu(id: int, row=Depends(found)): return 1',
    ),
    route: 'GET /menu/{id}',
    kind: 'none',
  },
  {
    situation: 'FastAPI: whoever has signed in',
    files: fastapi('@app.get("/menu")\ndef menu(user=Depends(current_user)): return 1'),
    route: 'GET /menu',
    kind: 'none',
    level: 'E0',
  },
  {
    situation: 'FastAPI: a new thing of the caller, which limits nothing',
    files: fastapi(
      '@app.post("/rooms")\ndef add(user=Depends(current_user)):\n    room = Room(owner_id=user.id)\n    db.add(room)\n    return room',
    ),
    route: 'POST /rooms',
    kind: 'none',
  },
  {
    situation: 'FastAPI: what belongs to the caller beside what the path names',
    files: fastapi(
      '@app.delete("/rooms/{id}")\ndef drop(id: int, user=Depends(current_user)):\n    count = db.query(Room).filter(Room.owner_id == user.id).count()\n    return db.delete(id)',
    ),
    route: 'DELETE /rooms/{id}',
    kind: 'ownership',
    level: 'E3',
  },
  {
    situation: 'FastAPI: something out of reach that is given the caller',
    files: fastapi(
      'from strange import ledger\n@app.get("/rooms/{id}")\ndef one(id: int, user=Depends(current_user)):\n    return ledger.page(id, user)',
    ),
    route: 'GET /rooms/{id}',
    kind: 'unknown',
    at: /ledger\.page, which is out of reach/,
  },
  {
    situation: 'FastAPI: a role in what was sent, not the caller’s',
    files: fastapi(
      '@app.post("/staff")\ndef hire(body: Hire, user=Depends(current_user)):\n    if body.role not in ROLES:\n        raise HTTPException(422)\n    return 1',
    ),
    route: 'POST /staff',
    kind: 'none',
  },
  {
    situation: 'FastAPI: administrators that are turned away',
    files: fastapi(
      '@app.post("/leave")\ndef leave(user=Depends(current_user)):\n    if user.is_superuser:\n        raise HTTPException(403)\n    return 1',
    ),
    route: 'POST /leave',
    kind: 'none',
  },
  {
    situation: 'FastAPI: an open route',
    files: fastapi('@app.get("/rooms")\ndef rooms(): return 1'),
    route: 'GET /rooms',
    kind: null,
  },
];

const django = (views: string, view: string): Files => ({
  'site_/__init__.py': '',
  'site_/settings.py': "ROOT_URLCONF = 'site_.urls'\n",
  'site_/urls.py': `from django.urls import path\nfrom . import views\nurlpatterns = [path('rooms/<int:pk>/', ${view})]\n`,
  'site_/views.py': `from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework.permissions import BasePermission, IsAdminUser, IsAuthenticated
from rest_framework.views import APIView
from rest_framework import generics
${views}
`,
});
const ROOM = 'GET /rooms/<int:pk>/';
const VIEW = 'def v(request, pk): return HttpResponse()';
const DJANGO: AuthorisationCase[] = [
  {
    situation: 'Django: a permission',
    files: django(`@permission_required('hotel.clean')\n${VIEW}`, 'views.v'),
    route: `ALL ${ROOM.slice(4)}`,
    kind: 'role',
  },
  {
    situation: 'Django: a test that asks for staff',
    files: django(`@user_passes_test(lambda u: u.is_staff)\n${VIEW}`, 'views.v'),
    route: `ALL ${ROOM.slice(4)}`,
    kind: 'role',
  },
  {
    situation: 'Django: a test that asks for nothing more',
    files: django(`@user_passes_test(lambda u: u.is_authenticated)\n${VIEW}`, 'views.v'),
    route: `ALL ${ROOM.slice(4)}`,
    kind: 'none',
  },
  {
    situation: 'Django: a thing that is looked up with the caller',
    files: django(
      '@login_required\ndef v(request, pk):\n    room = get_object_or_404(Room, pk=pk, guest=request.user)\n    own = get_object_or_404(Room, pk=pk, owner=request.user)\n    return HttpResponse(own)',
      'views.v',
    ),
    route: `ALL ${ROOM.slice(4)}`,
    kind: 'ownership',
  },
  {
    situation: 'DRF: IsAdminUser',
    files: django(
      'class V(APIView):\n    permission_classes = [IsAdminUser]\n    def get(self, request, pk): return 1',
      'views.V.as_view()',
    ),
    route: ROOM,
    kind: 'role',
  },
  {
    situation: 'DRF: IsAuthenticated',
    files: django(
      'class V(APIView):\n    permission_classes = [IsAuthenticated]\n    def get(self, request, pk): return 1',
      'views.V.as_view()',
    ),
    route: ROOM,
    kind: 'none',
  },
  {
    situation: 'DRF: a permission about one thing',
    files: django(
      'class Mine(IsAuthenticated):\n    def has_object_permission(self, request, view, obj):\n        return obj.owner == request.user\nclass V(generics.RetrieveAPIView):\n    permission_classes = [Mine]',
      'views.V.as_view()',
    ),
    route: ROOM,
    kind: 'ownership',
  },
];

describeAuthorisation('What FastAPI routes ask of those who have signed in', PYTHON);
describeAuthorisation('What Django views ask of those who have signed in', DJANGO);

describe('What routes ask of those who have signed in', () => {
  it('is what administrators’ routes are checked by', async () => {
    const handler = (body: string): Files =>
      fastapi(`@app.get("/admin/rooms")\ndef rooms(user=Depends(current_user)):\n    ${body}\n    return 1`);
    const verdictOf = async (body: string): Promise<string> =>
      checkOf(await analyze(handler(body)), 'admin-route-role').verdict;
    assert.equal(await verdictOf('if user.level not in ("desk",): raise HTTPException(403)'), 'fail');
    assert.equal(await verdictOf('if user["role"] != "boss": raise HTTPException(403)'), 'pass');
    assert.equal(await verdictOf('ledger.page(user)'), 'unknown');
  });
});
