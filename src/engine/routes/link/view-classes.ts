/** Classes that serve requests: what they extend, and what they are called. */
import type { ViewStyle } from '../framework';
import type { Interpreter } from '../program/interpret';
import { linearized } from '../program/mro';
import type { ClassValue, Value } from '../program/values';

/** Symbols of the packages' classes that a class extends, nearest first. */
export function bases(type: ClassValue, program: Interpreter): string[] {
  return linearized(type, program).flatMap((one) => (one.v === 'external' ? [one.symbol] : []));
}

/** Whether a base class is a view of the package: it does not call the next one's entry method. */
export function endsHere(type: Value, style: ViewStyle): boolean {
  return type.v === 'external' && style.base.test(type.symbol);
}

/** The last part of a name, without calls. */
export function shortName(value: Value): string {
  const name =
    value.v === 'external'
      ? value.symbol
      : value.v === 'function' || value.v === 'class'
        ? value.fact.name
        : value.v === 'instance'
          ? value.of.fact.name
          : value.v === 'unknown'
            ? (value.name ?? '')
            : value.v === 'combined'
              ? value.of.map(shortName).join(` ${value.op} `)
              : '';
  if (value.v === 'combined') return name;
  return name.replace(/\(\)/g, '').split(/[.:]/).pop() ?? name;
}
