/** Class-based views of Django, and views, viewsets and view functions of Django REST framework. */
import type { ViewStyle } from '../../framework';
import { DEFAULT_PERMISSIONS, DRF, NAME } from './names';

const VERBS = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' };
const METHOD_DECORATOR = /^django\.utils\.decorators\.method_decorator\(\)$/;
const READS = ['list', 'retrieve'];
const WRITES = ['create', 'update', 'partial_update', 'destroy'];

/** Members that DRF's mixins and generic classes bring, as actions and as methods (rest_framework/mixins.py, generics.py). */
const DRF_BRINGS: ViewStyle['brings'] = [
  { base: /\.viewsets\.ModelViewSet$/, members: [...READS, ...WRITES] },
  { base: /\.viewsets\.ReadOnlyModelViewSet$/, members: READS },
  { base: /\.mixins\.ListModelMixin$/, members: ['list'] },
  { base: /\.mixins\.RetrieveModelMixin$/, members: ['retrieve'] },
  { base: /\.mixins\.CreateModelMixin$/, members: ['create'] },
  { base: /\.mixins\.UpdateModelMixin$/, members: ['update', 'partial_update'] },
  { base: /\.mixins\.DestroyModelMixin$/, members: ['destroy'] },
  { base: /\.generics\.(List|Retrieve)\w*APIView$/, members: ['get'] },
  { base: /\.generics\.(ListCreate|Create)APIView$/, members: ['post'] },
  { base: /\.generics\.\w*Update\w*APIView$/, members: ['put', 'patch'] },
  { base: /\.generics\.\w*Destroy\w*APIView$/, members: ['delete'] },
];

/** Functions of Django, and methods of DRF's views, that look at the request and not at its body (docs.djangoproject.com, "Django shortcut functions"). */
const KEEPS =
  /^(?:render|redirect|reverse|get_current_site|login|logout|success|error|info|warning|debug|add_message|get_messages|has_permission|check_permissions|check_object_permissions|paginate_queryset|filter_queryset|get_user|update_session_auth_hash|get_token|append|log)$/;

/** django-rest-framework.org "Serializers: Validation", "Generic views"; docs.djangoproject.com "Form and field validation". */
const INPUT = { checks: /^(?:is_valid|run_validation|full_clean)$/, keeps: KEEPS };

export const DJANGO_VIEWS: readonly ViewStyle[] = [
  {
    name: DRF,
    base: /^(rest_framework|rest_framework_\w+|drf_\w+|dj_rest_auth|knox)\.(\w+\.)*(\w*APIView|\w*ViewSet|ViewSetMixin|(?:Token|Login|Logout)\w*View)$/,
    members: VERBS,
    brings: DRF_BRINGS,
    entry: 'dispatch',
    before: ['initial'],
    onMember: METHOD_DECORATOR,
    permissions: {
      attribute: 'permission_classes',
      method: 'get_permissions',
      fallback: DEFAULT_PERMISSIONS,
      object: {
        method: 'has_object_permission',
        members: ['retrieve', 'update', 'partial_update', 'destroy', 'get', 'put', 'patch', 'delete'],
      },
    },
    input: {
      ...INPUT,
      names: ['serializer_class', 'get_serializer_class', 'get_serializer'],
      takes: /^(?:create|update|partial_update|post|put|patch)$/,
      leaves: /^(?:list|retrieve|destroy|get|delete|head|options)$/,
    },
    actions: {
      base: /ViewSet|ViewSetMixin/,
      members: {
        list: { method: 'GET', item: false },
        create: { method: 'POST', item: false },
        retrieve: { method: 'GET', item: true },
        update: { method: 'PUT', item: true },
        partial_update: { method: 'PATCH', item: true },
        destroy: { method: 'DELETE', item: true },
      },
      extra: /^rest_framework\.decorators\.(action|detail_route|list_route)\(\)$/,
      parameter: ['lookup_url_kwarg', 'lookup_field'],
    },
    functions: {
      by: /^rest_framework\.decorators\.api_view\(\)$/,
      permissions: /^rest_framework\.decorators\.permission_classes\(\)$/,
    },
    // Since 3.16: API views answer by themselves who may call (rest_framework/views.py, `login_not_required`).
    leftOutBy: /(^|\.)LoginRequiredMiddleware$/,
  },
  {
    name: NAME,
    base: /^django\.(views\.generic(\.\w+)*|views|contrib\.auth\.views|contrib\.\w+\.views)\.\w*View$|^(formtools|django_filters|extra_views|django_tables2|dal|allauth)\.(\w+\.)*\w+View$/,
    members: VERBS,
    brings: [
      { base: /\.(List|Detail|Template|Redirect|Archive|\w*Archive|DateDetail|Filter)View$/, members: ['get'] },
      { base: /\.(Create|Update|Delete|Form|Login|Password\w+)View$/, members: ['get', 'post'] },
      { base: /\.(Redirect|Logout)View$/, members: ['post'] },
    ],
    entry: 'dispatch',
    onMember: METHOD_DECORATOR,
    input: {
      ...INPUT,
      // Without a form class one is made of the fields of the model.
      names: ['form_class', 'get_form_class', 'get_form', 'fields'],
      takes: /^(?:post|put|patch)$/,
      leaves: /^(?:get|head|options|delete)$/,
    },
  },
];
