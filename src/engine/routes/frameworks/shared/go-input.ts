/**
 * What a Go handler takes from the body, and whether something looks at it first: tags of the struct that it is bound to. gin runs the
 * validator by itself on `binding` tags (gin-gonic.com/docs, "Model binding and validation"); echo and fiber bind only, `validate` tags
 * count where a validator is called (echo.labstack.com/docs/request, docs.gofiber.io/guide/validation).
 */
import type { GoLowering } from '../../../code/go/lowering';
import { argumentsOf, named, unwrapped } from '../../../code/go/nodes';
import { ruleTags } from '../../../code/go/declarations';
import { typeExpression, typeName } from '../../../code/go/types';
import type { Expression, HandlerInput } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';

const CONTEXT =
  /^(?:github\.com\/gin-gonic\/(gin)\.Context|github\.com\/labstack\/echo(?:\/v\d+)?\.Context|github\.com\/gofiber\/fiber(?:\/v\d+)?\.Ctx|net\/http\.Request)$/;
/** Methods that fill a value from the body; what follows binds the query as well. */
const BINDS =
  /^(?:(?:Should|Must)?Bind(?:BodyWith|With)?(?:JSON|XML|YAML|TOML)?|BodyParser|Body|JSON|XML|Form|Decode|DecodeJSON|Unmarshal)$/;
const MAY_BIND_QUERY = /^(?:ShouldBind|Bind)$/;
/** Members of a request that have to do with its body, and the request of a context as a whole. */
const READS = String.raw`(?:(?:Request(?:\(\))?\.)?(?:(?:Should|Must)?Bind(?!Query|Uri|URI|Header)\w*|Body\w*|GetRawData|(?:Default|Get)?PostForm\w*|Form|FormValue|FormFile|FormParams|MultipartForm|MultipartReader|Parse(?:Multipart)?Form)\b|Request(?:\(\))?(?![\w.(]))`;
/** The body itself. */
const RAW = String.raw`(?:Request(?:\(\))?\.)?(?:Body\b|BodyRaw\(|GetRawData\()`;
/** Functions that are given the request and leave its body alone. */
const LEAVES_BODY =
  /^(?:net\/http\.|github\.com\/go-chi\/chi(?:\/v\d+)?\.|github\.com\/gorilla\/(?:mux|sessions|csrf)\.|github\.com\/go-chi\/render\.(?!Bind|Decode))/;
const VALIDATOR = /\b(?!\w*(?:token|auth|session|signature|permission))\w*validat\w*\s*\(|\.(?:Struct|StructCtx)\s*\(/i;

/** What a type says of what is sent: rules in tags of the one or the other name, or that anything goes. */
interface Shape {
  hasBinding?: boolean;
  hasValidate?: boolean;
  isMap?: boolean;
  /** A type of another file: its tags are looked up when files are linked. */
  elsewhere?: Expression;
}

/** Input of a function that is given a request; undefined for any other. */
export function goInput(fn: TreeNode, lower: GoLowering): HandlerInput | undefined {
  const request = requestOf(fn, lower);
  const body = fn.childForFieldName('body');
  if (!request || !body) return undefined;
  const text = lower.text(body).replace(/(^|\s)\/\/.*$/gm, '$1');
  const calls = body.descendantsOfType('call_expression').filter((one): one is TreeNode => one !== null);
  const none: HandlerInput = { state: 'none', at: null, what: null };
  const unknown: HandlerInput = { ...none, state: 'unknown' };
  const reads = new RegExp(String.raw`\b${request.name}\.${READS}|\brender\.(?:Bind|Decode)`);
  if (!reads.test(text))
    return calls.some((call) => handsOn(call, request.name, lower)) ? { ...unknown, mixed: true } : none;
  const binds = calls.filter((call) => bindsBody(call, request.name, text, lower));
  if (binds.length === 0)
    return /\.\s*(?:FormValue|(?:Should)?BindQuery)\b/.test(text) ? { ...unknown, mixed: true } : unknown;
  const mixed = binds.every((call) => MAY_BIND_QUERY.test(methodOf(call))) && { mixed: true as const };
  const isValidated = VALIDATOR.test(text);
  const shapes = binds.map((call) => shapeOfTarget(call, body, lower));
  const loose = shapes.findIndex(({ isMap }) => isMap);
  const at = binds[loose];
  if (at && !isValidated)
    return { state: 'loose', at: lower.span(at), what: `\`${targetOf(at)?.text ?? 'body'}\`, a map,`, ...mixed };
  const isChecked = (shape: Shape, call: TreeNode): boolean =>
    (shape.hasBinding === true && request.isGin && /Bind/.test(methodOf(call))) ||
    (shape.hasValidate === true && isValidated) ||
    checksItself(call, text);
  const open = shapes.filter((shape, index) => !isChecked(shape, binds[index] ?? body));
  if (open.length === 0) return { ...unknown, state: 'schema', ...mixed };
  const types = open.flatMap(({ elsewhere }) => elsewhere ?? []);
  const by = isValidated ? 'validate' : request.isGin ? 'binding' : null;
  return { ...unknown, ...mixed, ...(by && types.length === open.length && { tagged: { types, by } }) };
}

function requestOf(fn: TreeNode, lower: GoLowering): { name: string; isGin: boolean } | undefined {
  for (const parameter of named(fn.childForFieldName('parameters'))) {
    const type = CONTEXT.exec(typeName(parameter.childForFieldName('type'), lower) ?? '');
    if (type) return { name: parameter.childForFieldName('name')?.text ?? '_', isGin: type[1] !== undefined };
  }
  return undefined;
}

function methodOf(call: TreeNode): string {
  return call.childForFieldName('function')?.childForFieldName('field')?.text ?? '';
}

/** `c.ShouldBindJSON(&x)`, `c.Bind().Body(&x)`, `json.NewDecoder(r.Body).Decode(&x)`, `json.Unmarshal(data, &x)`. */
function bindsBody(call: TreeNode, request: string, text: string, lower: GoLowering): boolean {
  const method = methodOf(call);
  const [first] = argumentsOf(call);
  if (!BINDS.test(method) || !first) return false;
  const on = call.childForFieldName('function')?.childForFieldName('operand');
  const written = on ? lower.text(on) : '';
  const raw = String.raw`\b${request}\.${RAW}`;
  if (method === 'Unmarshal') return isBody(first, raw, text);
  if (method === 'Decode') return new RegExp(raw).test(written);
  if (method === 'DecodeJSON') return new RegExp(raw).test(first.text);
  if (/^(?:Body|JSON|XML|Form)$/.test(method)) return written === `${request}.Bind()`;
  return written === request || (written === 'render' && method === 'Bind' && first.text === request);
}

/** The body, or a variable that was read from it. */
function isBody(node: TreeNode, raw: string, text: string): boolean {
  if (new RegExp(raw).test(node.text)) return true;
  return node.type === 'identifier' && new RegExp(String.raw`\b${node.text}\b[^\n=]*=[^\n]*${raw}`).test(text);
}

/** What is filled: the argument that is an address, else the last one. */
function targetOf(call: TreeNode): TreeNode | undefined {
  const args = argumentsOf(call);
  const target = args.find((one) => one.text.startsWith('&')) ?? args[args.length - 1];
  return target && unwrapped(target);
}

/** `body.Validate()`: a type that knows its own rules. */
function checksItself(call: TreeNode, text: string): boolean {
  const target = targetOf(call);
  return (
    target?.type === 'identifier' && new RegExp(`\\b${target.text}\\.(?:Validate|IsValid|Valid)\\w*\\(`).test(text)
  );
}

/** A call of something unknown with the request itself. */
function handsOn(call: TreeNode, request: string, lower: GoLowering): boolean {
  if (!argumentsOf(call).some((one) => one.type === 'identifier' && one.text === request)) return false;
  const callee = call.childForFieldName('function');
  return methodOf(call) !== 'ServeHTTP' && !LEAVES_BODY.test(lower.symbolOf(callee) ?? '');
}

// Shapes ---------------------------------------------------------------------------------------------------------------------------------

function shapeOfTarget(call: TreeNode, body: TreeNode, lower: GoLowering): Shape {
  const target = targetOf(call);
  if (target?.type !== 'identifier') return {};
  const before = declarations(body).filter((one) => one.startIndex < call.startIndex && names(one, target.text));
  const type = typeOfDeclaration(before.at(-1));
  return type ? shapeOf(type, body, lower) : {};
}

function declarations(body: TreeNode): TreeNode[] {
  return body.descendantsOfType(['var_spec', 'short_var_declaration']).filter((one): one is TreeNode => one !== null);
}

function names(declaration: TreeNode, name: string): boolean {
  const left =
    declaration.type === 'var_spec'
      ? declaration.childrenForFieldName('name')
      : named(declaration.childForFieldName('left'));
  return left.some((one) => one?.text === name);
}

/** `var x T`, `x := T{}`, `x := &T{}`, `x := new(T)`, `x := make(T)`. */
function typeOfDeclaration(declaration: TreeNode | undefined): TreeNode | null {
  const own = declaration?.childForFieldName('type');
  if (own) return own;
  const right = named(declaration?.childForFieldName(declaration.type === 'var_spec' ? 'value' : 'right'));
  const [only] = right;
  if (!only || right.length > 1) return null;
  const value = unwrapped(only);
  if (value.type === 'composite_literal') return value.childForFieldName('type');
  const makes = /^(?:new|make)$/.test(value.childForFieldName('function')?.text ?? '');
  return makes ? (argumentsOf(value)[0] ?? null) : null;
}

function shapeOf(type: TreeNode, body: TreeNode, lower: GoLowering): Shape {
  const text = lower.text(type);
  if (
    /^(?:any|interface\s*\{\s*\}|gin\.H|echo\.Map|fiber\.Map|map\[string\]\s*(?:any|interface\s*\{\s*\}))$/.test(text)
  )
    return { isMap: true };
  switch (type.type) {
    case 'struct_type':
      return { hasBinding: ruleTags(text).includes('binding'), hasValidate: ruleTags(text).includes('validate') };
    case 'pointer_type':
    case 'slice_type': {
      const inner = type.childForFieldName('element') ?? named(type)[0];
      return inner && text !== '[]byte' ? shapeOf(inner, body, lower) : {};
    }
    case 'type_identifier': {
      const local = body.descendantsOfType('type_spec').find((one) => one?.childForFieldName('name')?.text === text);
      const struct = local?.childForFieldName('type') ?? lower.structs.get(text);
      return struct?.type === 'struct_type' ? shapeOf(struct, body, lower) : elsewhere(type, lower);
    }
    case 'qualified_type':
      return elsewhere(type, lower);
    default:
      return {};
  }
}

function elsewhere(type: TreeNode, lower: GoLowering): Shape {
  const expression = typeExpression(type, lower);
  return expression ? { elsewhere: expression } : {};
}
