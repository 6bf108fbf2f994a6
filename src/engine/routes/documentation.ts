/** Pages about the interface of an application, which frameworks and packages serve by themselves: they are meant to be read. */
import type { Expression, RouteStatement } from '../code/model';
import type { Span } from '../span';

/** Why such a page is open. */
export const DOCUMENTATION = 'the documentation of the API';

/** Packages whose handlers are such pages, by symbol. */
export const DOCUMENTATION_PAGES =
  /^(?:@hono\/swagger-ui|@scalar\/[\w-]+|swagger-ui-express|redoc-express|swagger-jsdoc|koa2-swagger-ui|express-openapi-docs)\b/;

/** A page that an application has besides the routes that are written; what stands before those does not stand before it. */
export function docsRoute(framework: string, on: Expression, paths: Expression[], at: Span): RouteStatement {
  return {
    s: 'route',
    framework,
    on,
    methods: ['GET'],
    paths,
    guards: [],
    handler: { e: 'other', parts: [] },
    bare: true,
    builtIn: true,
    public: DOCUMENTATION,
    args: [],
    input: { state: 'none', at: null, what: null },
    at,
    line: at.line,
    declLine: null,
  };
}
