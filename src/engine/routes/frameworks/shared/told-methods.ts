/** Methods that a handler tells apart by itself, where its framework hands it every request. */

const TESTS = /\b(?:req(?:uest)?|event)\s*\.\s*method\s*([!=])==?\s*['"](GET|POST|PUT|PATCH|DELETE)['"]/g;
const SWITCHES = /switch\s*\(\s*(?:req(?:uest)?|event)\s*\.\s*method\b/;
const CASES = /\bcase\s+['"](GET|POST|PUT|PATCH|DELETE)['"]/g;
/** What follows a comparison whose method is turned away: `) { return res.status(405)`. */
const REFUSED = /^\s*\)\s*\{?\s*(?:return\s+)?res(?:ponse)?\s*\.\s*(?:status|sendStatus)\s*\(\s*4/;

/** Methods that a text compares the request's with, upper case; `ALL` where it compares none. */
export function methodsTold(text: string): string[] {
  const found = new Set<string>();
  for (const { 0: test, 1: sign, 2: method, index } of text.matchAll(TESTS)) {
    const end = index + test.length;
    if (method && (sign === '!' || !REFUSED.test(text.slice(end, end + 120)))) found.add(method);
  }
  if (SWITCHES.test(text)) for (const [, method] of text.matchAll(CASES)) if (method) found.add(method);
  return found.size > 0 ? [...found] : ['ALL'];
}
