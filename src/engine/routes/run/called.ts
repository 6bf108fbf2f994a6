/** What a value is called where it is used, which often says what it is. */
import type { Expression } from '../../code/model';
import { nameOf } from '../program/values';

/** The name of a variable or field, the key of a look-up (`config["TOKEN_HEADER"]`, `config.get("TOKEN_HEADER")`), or that of a setting. */
export function calledIn(expression: Expression): string {
  if (expression.e === 'setting') return expression.name ?? '';
  if (expression.e === 'index' && expression.key.e === 'text') return expression.key.value;
  const [first] = expression.e === 'call' ? expression.args : [];
  return first?.value.e === 'text' ? first.value.value : nameOf(expression);
}
