/** What the parts of the NestJS description share: paths without their slashes, options of an object. */
import type ts from 'typescript';
import { slashed } from '../shared/decorated-classes';
import { joined, text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { Expression } from '../../../code/model';

/** The request as a whole. */
export const REQUEST: Expression = { e: 'request', part: 'state', name: null };

/** A path, which Nest takes with and without slashes at its ends. */
export function nestPath(node: ts.Expression | undefined, lower: Lowering): Expression {
  const path = slashed(node, lower);
  return path.e === 'text' ? path : joined([text('/'), path]);
}

/** The value of a key of an object literal. */
export function optionOf(node: ts.Expression, key: string, { ts }: Lowering): ts.Expression | undefined {
  const value = unwrapped(node, ts);
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  for (const property of value.properties) {
    const named =
      property.name && (ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name))
        ? property.name.text
        : '';
    if (named !== key) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}
