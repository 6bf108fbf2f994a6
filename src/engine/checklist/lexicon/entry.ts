/**
 * The words by which checklist items name a check. `strong` patterns bind an item (their words can hardly mean anything else when they
 * stand in its title); `weak` ones only link it. English vocabulary, in lower case: patterns that leave case alone are compiled in half the
 * time. A wrongly bound item accuses a team of a lie, an unbound one is merely listed, so when in doubt leave a pattern out.
 */
export interface Entry {
  /** Lower-case words of which every match of `strong` and `weak` holds at least one: most lines are decided by them alone. */
  keys: readonly string[];
  strong: RegExp;
  weak?: RegExp;
  /** Words in title or detail that give the item another subject. */
  veto?: RegExp;
  /** More general checks that this one beats when both match. */
  beats?: string[];
  /** The words may also speak of calls that the system makes itself ("rate limiting" of a crawler). */
  ownCalls?: true;
  /** The words also name a thing that people do: an item without one of these asks for doing it, or says that it was done. */
  thingNeeds?: RegExp;
  /** The check asks for more than its words mostly claim: a ticked item without one of these claims only that there is something. */
  doneNeeds?: RegExp;
  /** The words of an open item ask for more than the check looks at, unless one of these stands with them. */
  openNeeds?: RegExp;
}
