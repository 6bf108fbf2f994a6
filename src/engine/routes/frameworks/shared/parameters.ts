/** Parameters of JavaScript functions, seen from inside. */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';

/** The nearest parameter of that name around a node, with its function. */
export function parameterAround(
  name: string,
  from: ts.Node,
  { ts, source }: Lowering,
): { parameter: ts.ParameterDeclaration; fn: ts.SignatureDeclaration } | undefined {
  for (let at = from.parent; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const parameter = at.parameters.find((one) => one.name.getText(source) === name);
    if (parameter) return { parameter, fn: at };
  }
  return undefined;
}
