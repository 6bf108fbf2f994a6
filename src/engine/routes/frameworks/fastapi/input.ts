/**
 * What a FastAPI handler takes from the request body. A parameter with a pydantic model, dataclass or `Form`/`File` marker is validated
 * before the handler runs; `dict`, `Any` and `await request.json()` take whatever comes (fastapi.tiangolo.com, Request Body).
 */
import type { Expression, FunctionFact, Parameter, RouteInput, Statement } from '../../../code/model';

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'ALL']);
const LOOSE = new Set(['dict', 'Dict', 'Any', 'object', 'Mapping', 'MutableMapping', 'list', 'List', 'JSON']);
/** What parses a raw body: `Model(**data)`, `Model.model_validate(data)`, `parse_obj_as`. */
const PARSERS =
  /^(model_validate|model_validate_json|parse_obj|parse_raw|parse_obj_as|validate_python|validate_json|loads?_schema)$/;

export function inputOf(handler: FunctionFact, methods: readonly string[]): RouteInput {
  if (!methods.some((method) => WITH_BODY.has(method))) return { state: 'none', at: null, what: null };
  let state: RouteInput['state'] = 'none';
  for (const param of handler.params) {
    const kind = kindOf(param);
    if (kind === 'loose')
      return { state: 'loose', at: handler.at, what: `${param.name}: ${typeName(param.type) ?? 'dict'}` };
    if (kind === 'schema') state = 'schema';
  }
  const raw = readsRaw(handler.body);
  if (raw) return { state: parses(handler.body) ? 'schema' : 'loose', at: handler.at, what: 'the raw request body' };
  return { state, at: null, what: null };
}

function kindOf(param: Parameter): 'loose' | 'schema' | 'none' {
  const { type } = param;
  const value = param.default;
  if (value?.e === 'guard' || value?.e === 'request' || param.rest || type?.e === 'annotated') return 'none';
  const marker = value?.e === 'call' && value.callee.e === 'name' ? value.callee.name : '';
  if (['Path', 'Query', 'Header', 'Cookie', 'File', 'Form'].includes(marker))
    return marker === 'Form' ? 'schema' : 'none';
  const name = typeName(type);
  if (name === undefined) return 'none';
  if (LOOSE.has(name)) {
    // A list of a known model is validated item by item; a bare list or a list of anything is not. Query lists need Query().
    if ((name === 'list' || name === 'List') && type?.e === 'index') {
      const inner = typeName(type.key.e === 'list' ? (type.key.items[0] ?? null) : type.key);
      return inner !== undefined && !LOOSE.has(inner) ? 'schema' : 'loose';
    }
    return 'loose';
  }
  return /^(str|int|float|bool|bytes|UUID|date|datetime|Request|Response|WebSocket|BackgroundTasks|UploadFile|Literal)$/.test(
    name,
  )
    ? 'none'
    : 'schema';
}

/** Outermost name of a type, `Optional[X]` and `X | None` as X. */
function typeName(type: Expression | null): string | undefined {
  if (!type) return undefined;
  if (type.e === 'name' || type.e === 'member') return type.name;
  if (type.e === 'index') {
    const of = typeName(type.of);
    if (of !== 'Optional' && of !== 'Union') return of;
    return typeName(type.key.e === 'list' ? (type.key.items[0] ?? null) : type.key);
  }
  if (type.e === 'other') return typeName(type.parts[0] ?? null);
  return undefined;
}

/** Whether a body reads the request's, by body: every decorator of its function asks. */
const RAW = new WeakMap<readonly Statement[], boolean>();

function readsRaw(body: readonly Statement[]): boolean {
  let known = RAW.get(body);
  if (known === undefined) {
    known = JSON.stringify(body).includes('"e":"request","part":"body"');
    RAW.set(body, known);
  }
  return known;
}

function parses(body: readonly Statement[]): boolean {
  const text = JSON.stringify(body);
  for (const match of text.matchAll(/"name":"([A-Za-z_]+)"/g)) if (PARSERS.test(match[1] ?? '')) return true;
  return /"callee":\{"e":"name","name":"[A-Z]\w*"\},"args":\[\{"name":null,"value":\{"e":"spread"/.test(text);
}
