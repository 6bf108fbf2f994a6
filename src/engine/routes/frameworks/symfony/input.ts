/** What a Symfony action takes from the body. symfony.com/doc, "Controller" ("Mapping Request Payload"), "Forms". */
import type { HandlerInput, Parameter } from '../../../code/model';
import type { PhpExpressions } from '../../../code/php/expressions';
import type { TreeNode } from '../../../parse/tree';

const CHECKED = /#\[MapRequestPayload\b|->isValid\(\)|->validate\(/;

/** Input of one method that is mapped to an object and checked, or goes through a form; undefined for any other. */
export function inputOf(fn: TreeNode, _params: readonly Parameter[], lower: PhpExpressions): HandlerInput | undefined {
  return CHECKED.test(lower.source(fn)) && /\bSymfony\\/.test(lower.text)
    ? { state: 'schema', at: null, what: null, mixed: true }
    : undefined;
}
