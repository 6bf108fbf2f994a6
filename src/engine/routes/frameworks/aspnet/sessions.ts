/**
 * What an application of ASP.NET Core says of cookies that sign in and of antiforgery tokens: marks before its endpoints, which refuse
 * nobody. Documentation, "Use cookie authentication without ASP.NET Core Identity", "Introduction to Identity".
 */
import type { CSharpLowering } from '../../../code/csharp/lowering';
import type { Expression, GuardUse } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { everywhere } from './endpoints';
import { aspnetApplication } from './names';

/** Cookies sign callers in · they are sent along with requests of every other site. */
export const COOKIES = {
  kept: 'Microsoft.AspNetCore.Authentication.Cookies.kept',
  everySite: 'Microsoft.AspNetCore.Authentication.Cookies.everySite',
} as const;
/** A token is checked · it is not, whatever is said elsewhere. */
export const ANTIFORGERY = {
  checks: 'Microsoft.AspNetCore.Antiforgery.checks',
  ignores: 'Microsoft.AspNetCore.Antiforgery.ignores',
} as const;

/** Calls that let cookies sign callers in. */
const KEEPS =
  /^(?:AddCookie|AddIdentity|AddDefaultIdentity|AddIdentityCookies|AddIdentityApiEndpoints|ConfigureApplicationCookie)$/;

/** Notes a call that lets cookies sign callers in. */
export function keepsCookies(name: string, node: TreeNode, lower: CSharpLowering): void {
  if (KEEPS.test(name)) lower.declare(mark(COOKIES.kept, name, node, lower));
}

/** `options.Cookie.SameSite = SameSiteMode.None`. */
export function sameSiteAssigned(left: TreeNode, right: TreeNode, lower: CSharpLowering): void {
  const isCookie = /(?:^|\.)Cookie\.SameSite$/.test(lower.source(left));
  if (isCookie && /SameSiteMode\.(?:None|Unspecified)$/.test(lower.source(right)))
    lower.declare(mark(COOKIES.everySite, 'SameSite', left, lower));
}

/** `[ValidateAntiForgeryToken]`, `[IgnoreAntiforgeryToken]`; undefined for other attributes. */
export function antiforgery(name: string, shown: string, node: TreeNode, lower: CSharpLowering): GuardUse | undefined {
  if (!/antiforgerytoken$/i.test(name)) return undefined;
  const isOff = /^Ignore/.test(name);
  return guardOf(isOff ? ANTIFORGERY.ignores : ANTIFORGERY.checks, shown, node, lower);
}

function mark(symbol: string, name: string, node: TreeNode, lower: CSharpLowering): ReturnType<typeof everywhere> {
  const { byDefault: _, ...always } = everywhere(guardOf(symbol, name, node, lower), aspnetApplication(lower), false);
  return always;
}

function guardOf(symbol: string, name: string, node: TreeNode, lower: CSharpLowering): GuardUse {
  const value: Expression = { e: 'import', from: symbol, line: 0 };
  return { as: 'step', value, name, at: lower.span(node) };
}
