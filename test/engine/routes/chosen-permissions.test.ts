// Django REST framework: permission classes that a condition chooses, or of which one cannot be read.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

const HEAD = `
from functools import partial
from rest_framework import generics
from rest_framework.permissions import AllowAny, BasePermission, IsAdminUser, IsAuthenticated
from shop.models import Order, flags

class MayEdit(BasePermission):
    def __init__(self, orders):
        self.orders = orders
    def has_permission(self, request, view):
        return self.orders.filter(owner=request.user).exists()

class IsAdminOrFirst(BasePermission):
    def has_permission(self, request, view):
        return request.user.is_staff or flags.get("first")

class Orders(generics.ListAPIView):
    queryset = Order.objects.all()
`;

async function verdictOf(body: string): Promise<string | undefined> {
  const routes = await writtenRoutes({
    'manage.py': '',
    'shop/__init__.py': '',
    'shop/settings.py': `ROOT_URLCONF = "shop.urls"\nINSTALLED_APPS = ["rest_framework"]\nREST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"]}\n`,
    'shop/urls.py': `from django.urls import path\nfrom shop.views import Orders\nurlpatterns = [path("orders", Orders.as_view())]\n`,
    'shop/views.py': HEAD + body.replace(/^/gm, '    ') + '\n',
  });
  return routes[0]?.verdict;
}

/** `get_permissions` that sets the attribute and leaves the rest to the framework. */
function sets(first: string, second: string): string {
  return `def get_permissions(self):
    if self.kwargs.get("shared"):
        self.permission_classes = ${first}
    else:
        self.permission_classes = ${second}
    return super().get_permissions()`;
}

/** `get_permissions` as the framework's documentation writes it. */
function makes(first: string, second: string): string {
  return `def get_permissions(self):
    if self.request.query_params.get("shared"):
        permission_classes = ${first}
    else:
        permission_classes = ${second}
    return [permission() for permission in permission_classes]`;
}

describe('Django REST framework: permissions that a condition chooses', () => {
  const cases: [situation: string, body: string, expected: string][] = [
    ['either list refuses', sets('[IsAuthenticated]', '[IsAuthenticated, IsAdminUser]'), 'protected'],
    ['either list refuses, made one by one', makes('[IsAdminUser]', '[IsAuthenticated]'), 'protected'],
    ['one list lets everybody in', sets('[AllowAny]', '[IsAuthenticated]'), 'conditional'],
    ['one list lets everybody in, made one by one', makes('[AllowAny]', '[IsAuthenticated]'), 'conditional'],
    [
      'one that refuses and one that cannot be read',
      'permission_classes = [IsAuthenticated & partial(MayEdit, 1)]',
      'protected',
    ],
    [
      'one that cannot be read may let in where any is enough',
      'permission_classes = [IsAuthenticated | partial(MayEdit, 1)]',
      'unknown',
    ],
    ['one that answers by what could not be followed', 'permission_classes = [IsAdminOrFirst]', 'unknown'],
  ];
  for (const [situation, body, expected] of cases) {
    it(situation, async () => {
      assert.equal(await verdictOf(body), expected);
    });
  }
});
