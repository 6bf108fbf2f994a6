/** Names under which code writes HTTP statuses (Rack::Utils::SYMBOL_TO_STATUS_CODE; RFC 9110). */
const STATUS: Readonly<Record<string, number>> = {
  ok: 200,
  created: 201,
  accepted: 202,
  no_content: 204,
  moved_permanently: 301,
  found: 302,
  see_other: 303,
  not_modified: 304,
  bad_request: 400,
  unauthorized: 401,
  payment_required: 402,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  conflict: 409,
  gone: 410,
  unprocessable_entity: 422,
  unprocessable_content: 422,
  locked: 423,
  too_many_requests: 429,
  internal_server_error: 500,
  service_unavailable: 503,
};

/** The status of a name or of digits; null = not known. */
export function statusOfName(name: string): number | null {
  return STATUS[name.toLowerCase()] ?? (Number(name) || null);
}
