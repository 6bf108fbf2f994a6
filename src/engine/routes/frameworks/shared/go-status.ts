/** Status codes as Go code names them (pkg.go.dev/net/http#pkg-constants; fiber has the same names). */
const NAMES: Readonly<Record<string, number>> = {
  OK: 200,
  Created: 201,
  Accepted: 202,
  NoContent: 204,
  MovedPermanently: 301,
  Found: 302,
  SeeOther: 303,
  NotModified: 304,
  TemporaryRedirect: 307,
  PermanentRedirect: 308,
  BadRequest: 400,
  Unauthorized: 401,
  PaymentRequired: 402,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  ProxyAuthRequired: 407,
  RequestTimeout: 408,
  Conflict: 409,
  Gone: 410,
  PreconditionFailed: 412,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  UnprocessableEntity: 422,
  Locked: 423,
  TooManyRequests: 429,
  InternalServerError: 500,
  NotImplemented: 501,
  BadGateway: 502,
  ServiceUnavailable: 503,
  GatewayTimeout: 504,
};

/** Number of `net/http.StatusUnauthorized`, `github.com/gofiber/fiber/v2.StatusForbidden`; undefined for other symbols. */
export function statusOfSymbol(symbol: string): number | undefined {
  const name = /\.Status(\w+)$/.exec(symbol)?.[1];
  return name === undefined ? undefined : NAMES[name];
}

/** Number of an error that is named after a status: `echo.ErrUnauthorized`, `fiber.ErrForbidden`. */
export function statusOfError(symbol: string): number | undefined {
  const name = /\.Err(\w+)$/.exec(symbol)?.[1];
  return name === undefined ? undefined : NAMES[name];
}
