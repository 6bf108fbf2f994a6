/**
 * Django and Django REST framework: what their calls mean. Sources: docs.djangoproject.com (URL dispatcher, View decorators, Class-based
 * views, Using the Django authentication system, Middleware) and django-rest-framework.org (Views, Viewsets, Routers, Permissions); what
 * reaches what was executed, see the cases in the tests.
 */
import type { Call, PythonFramework } from '../../../code/python/expressions';
import type { Framework } from '../../framework';
import type { Expression } from '../../../code/model';
import { DJANGO_EFFECTS } from './effects';
import { DRF, NAME } from './names';
import { readOf } from './request';
import { applicationOf } from './settings';
import { registrationOf, routerOf, statementOf } from './urls';
import { DJANGO_VIEWS } from './views';
import {
  answerWith,
  argument,
  isSuperCall,
  lastOf,
  leadsToLogin,
  refusalWith,
  viewOf,
} from '../shared/python-arguments';

const lowering: PythonFramework = {
  // Views, permissions and middleware are read when a URL or a setting leads to them: most files of a project are none of these.
  words: ['urlpatterns', 'ROOT_URLCONF'],
  imports: /^[ \t]*(?:from|import)[ \t]+(?:django|rest_framework|drf_|rest_auth|knox|guardian|braces|allauth)/m,
  uses: /^(?:ROOT_URLCONF|urlpatterns)\b/m,
  call: callOf,
  read: readOf,
  statement: statementOf,
  assign: () => undefined,
  decorator: () => undefined,
  module: applicationOf,
};

/** Django with Django REST framework. */
export const django: Framework = {
  name: NAME,
  readsCors: true,
  knownHeaders: true,
  hostsIn: 'ALLOWED_HOSTS',
  python: lowering,
  routerOf,
  effects: DJANGO_EFFECTS,
  entries: [
    {
      base: /(^|\.)(BasePermission|IsAuthenticated\w*|IsAdminUser|AllowAny|DjangoModelPermissions\w*|DjangoObjectPermissions)$/,
      method: 'has_permission',
    },
  ],
  hooks: ['process_request', 'process_view'],
  views: DJANGO_VIEWS,
  methods: [
    { pattern: /^django\.views\.decorators\.http\.require_(GET|safe)$/, methods: ['GET'] },
    { pattern: /^django\.views\.decorators\.http\.require_POST$/, methods: ['POST'] },
    { pattern: /^django\.views\.decorators\.http\.require_http_methods\(\)$/, methods: null },
    { pattern: /^rest_framework\.decorators\.api_view\(\)$/, methods: null },
  ],
  exempts: [{ by: /(^|\.)login_not_required$/, from: /(^|\.)LoginRequiredMiddleware$/ }],
  servesPackages: true,
  routesOf: 'urlpatterns',
  constants: { 'rest_framework.permissions.SAFE_METHODS': ['GET', 'HEAD', 'OPTIONS'] },
  guard: {
    as: 'decorator',
    mixins: true,
    permissions: {
      views: DRF,
      attribute: 'permission_classes',
      decorator: 'permission_classes',
      from: 'rest_framework.decorators',
    },
  },
};

function callOf(symbol: string | undefined, call: Call): Expression | undefined {
  return (
    readOf(call) ??
    viewOf(call) ??
    proceedOf(call) ??
    (symbol ? (registrationOf(symbol, call) ?? refusalOf(symbol, call)) : undefined)
  );
}

/** A middleware that hands on, and a class that leaves a request to the next one. */
function proceedOf(call: Call): Expression | undefined {
  const { callee } = call;
  const name = callee.e === 'name' || callee.e === 'member' ? callee.name : '';
  if (name === 'get_response' && call.args.length === 1) return { e: 'proceed' };
  return isSuperCall(call, 'dispatch') || isSuperCall(call, '__call__') ? { e: 'proceed' } : undefined;
}

const REFUSING: Readonly<Record<string, number>> = {
  PermissionDenied: 403,
  HttpResponseForbidden: 403,
  HttpResponseBadRequest: 400,
  HttpResponseNotFound: 404,
  HttpResponseNotAllowed: 405,
  NotAuthenticated: 401,
  AuthenticationFailed: 401,
};

function refusalOf(symbol: string, call: Call): Expression | undefined {
  if (!/^(django|rest_framework)\b/.test(symbol)) return undefined;
  const name = lastOf(symbol);
  const status = REFUSING[name];
  if (status !== undefined) return refusalWith(status, call);
  if (name === 'Http404') return refusalWith(404, call);
  if (name === 'redirect' || name === 'HttpResponseRedirect' || name === 'redirect_to_login')
    return name === 'redirect_to_login' || leadsToLogin(argument(call.args, 'to', 0))
      ? { e: 'refusal', status: 302, redirect: true, sends: false, at: call.at }
      : undefined;
  if (!/^(HttpResponse|JsonResponse|Response)$/.test(name)) return undefined;
  return answerWith(argument(call.args, 'status', name === 'HttpResponse' ? 2 : 1), call);
}
