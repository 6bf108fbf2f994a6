/** Names that tell what code asks about a caller, in the spellings of all languages. */

/** Members and variables that hold what a caller may do. */
export const ROLE_HELD =
  /^[@$_]?(?:is_?(?:super_?)?(?:admin(?:istrator)?|staff|superuser|moderator|editor|manager|owner|root)\??|(?:super_?)?admin\?|moderator\?|staff\?|(?:user_?|current_?|member_?|org_?|account_?)?(?:roles?|permissions?|scopes?|authorities|privileges|capabilities|abilities|entitlements)(?:_?(?:id|ids|name|names|code|slug|keys?|list|level|rank))?|(?:access|role|permission|privilege)_?(?:level|rank)|(?:user|account|member)_?type)$/i;

/** Functions that answer whether a caller has a right, or fail where not. */
export const ROLE_ASKED =
  /^_*(?:user_?)?(?:(?:has|have|check|require|ensure|assert|verify|validate|must|needs?|match|compare|enforce)_?(?:be|have|is|any|all|one|of|user|current|valid|the|caller|org|workspace|project|team|at_?least|min|minimum)*_?(?:roles?|perms?|permissions?|scopes?|authority|authorities|privileges?|capability|abilit(?:y|ies)|admin(?:istrator)?|super_?(?:user|admin)|staff|moderator|rights?|acl)(?:[A-Z_?!].*|s)?|is_?in_?(?:any_?)?(?:role|group)s?|is_?(?:super_?)?(?:admin(?:istrator)?|superuser|staff|moderator)(?:_.*|[A-Z?!].*)?|has_?permission_?to|has_?any_?(?:role|permission)s?|hasPermi|user_?can|(?:super_?)?admin\?|moderator\?)$/i;

/** Questions to a policy about one thing or action. */
export const POLICY_ASKED = /^(?:can|cannot|cant|can\?|cannot\?|allows|denies|may|allowed_to\?|isGranted|is_granted)$/i;

/** Calls of well-known libraries that ask a policy and refuse by themselves: Pundit, CanCanCan, Laravel, ASP.NET, Symfony, Bouncer, CASL, DRF. */
export const POLICY_ENFORCED =
  /^(?:authorize!?|authorize_resource|load_and_authorize_resource|authorize_action|authorizeForUser|authorizeResource|AuthorizeAsync|policy_scope!?|accessible_by|throwUnlessCan|check_object_permissions|denyAccessUnlessGranted)$/;

/** Columns, fields and parameters that say whose a thing is. */
export const OWNER =
  /^[@$_]?(?:created_?by|updated_?by|owned_?by|posted_?by|uploaded_?by|requested_?by|submitted_?by|assigned_?to|(?:[a-z]+_)?(?:users?|owners?|author|creator|accounts?|members?|customer|tenant|org|organi[sz]ation|company|workspace|team|profile|student|teacher|employee|seller|buyer|vendor|client|patient|doctor|assignee|sender|recipient|uploader|reporter|subscriber|participants?|followers?))(?:_*(?:id|pk|uuid|uid|guid|ref|name|email|key|in))*$|^(?:uid|sub|subject|login|username)$/i;

/** A row's own key: what is found by it is the caller, not something of the caller's. */
export const OWN_KEY = /^(?:_?id|pk|uid|uuid|guid|sub|email|e_?mail|user_?name|login|_?key)$/i;

/** Calls that read or change what is stored, by what they are given. */
export const LOOKUP =
  /^(?:find|get|filter|where|query|first|last|one|all|list|select|count|exists?|aggregate|group|scope|update|delete|destroy|remove|fetch|load|search|paginate|order|eq|match|read|retrieve|by|and_?|or_?|any|single|include|in_?|raw|execute|run|fetchrow|fetch_|scalar|take|latest|show|view|patch|modify|cancel|archive|exclude|joins?|having|restrict|of$|for_?)/i;

/** What makes something new, or only tells of it. */
const CREATES =
  /^_*(?:create|insert|save|add|new|build|make|store|push|log|track|emit|notify|send|publish|broadcast|sign|cache|json|render|assign|from|print|info|debug|warn|error|capture|set|put|write|respond|format|serialize|hash|encode|generate|issue|enqueue|dispatch|invalidate|record|audit)(?:[A-Z_\d]|$)/;

export function isCreating(name: string): boolean {
  return CREATES.test(name.charAt(0).toLowerCase() + name.slice(1));
}

/** Functions whose name says whose things they find. */
export const OF_CALLER =
  /(?:By|And|For|Of|_by|_and|_for|_of)_?(?:Current|current|Logged\w*)?_?(?:User|Owner|Author|Account|Customer|Member|Creator|Tenant|Org(?:anization)?|Company|Workspace|Team|user|owner|author|account|customer|member|creator|tenant|org(?:anization)?|company|workspace|team)(?:_?(?:Id|ID|id|Name|name|Email|email|Uuid|uuid))?$/;

/** What asks only who the caller is. */
export const TELLS_CALLER =
  /^[@$_]?(?:(?:get_?|fetch_?|load_?|require_?|resolve_?|ensure_?|assert_?|read_?|extract_?|use_?|find_?)?(?:current|authenticated|auth(?:ed)?|signed_?in|logged_?in|login|session|request|my|acting|server|api)_?(?:user|account|member|admin|person|customer|identity|principal|actor|session|claims|profile)(?:_?(?:id|name|email|data|info|or_?(?:throw|fail|null|401)))?!?|auth|currentUser|getServerSession|getServerAuthSession|getSession|require_?(?:user|auth|session|login)(?:_?id)?|get_?auth(?:_?user)?|getUser|getUserId|get_?user_?id|get_jwt_identity|get_jwt|get_current_user_id|authenticate|verify_?(?:session|auth|token|jwt)|current_user_id|getPrincipal|getAuthentication)$/i;

/** Names that stand for the caller wherever they are used. */
export const CALLER_NAMED =
  /^[@$_]?(?:current_?(?:user|account|member|admin|person|customer|actor|identity|principal|tenant|org|organization|company|workspace|profile)(?:_?id)?|auth(?:ed|enticated)?_?user(?:_?id)?|logged_?in_?user(?:_?id)?|session_?user(?:_?id)?|login_?user|request_?user(?:_?id)?|principal|viewer|actor)$/i;

/** Parts of a caller that tell who it is; anything else that is asked of a caller is something of theirs. */
export const IDENTIFIES =
  /^(?:get_?)?(?:_?id|pk|uid|uuid|guid|sub|subject|email|user|user_?id|user_?name|name|login|username|identity|principal|account(?:_?id)?|tenant(?:_?id)?|org(?:anization)?(?:_?id)?|company(?:_?id)?|workspace(?:_?id)?|team_?id|customer(?:_?id)?|profile(?:_?id)?|owner(?:_?id)?|details|claims|data|session|payload|value|token|current_?user|auth|toString|to_s|toHexString|hex|to_i|FindFirst|FindFirstValue|getSubject|getClaim\w*|getUser\w*|userDetails|Identity|get|first|unwrap|orElseThrow)[!?]?$/i;

/** Functions that give back what they are given, in another form. */
export const CONVERTS =
  /^(?:str|int|UUID|uuid|String|Number|BigInt|ObjectId|toObjectId|parseInt|Parse|parse|toString|intval|Integer|Long|valueOf|fromString|Guid|ToString|cast|unwrap|await|bson)$/;

/** Whose role it would be: the caller's, or that of somebody whom the request is about. */
export const SOMEBODY_ELSE =
  /target|other|invit|new_|^new|dto|input|body|data$|record|existing|form|params|query|values|item|row|update/i;

/** What refuses, by the name of what is called. */
export const REFUSES =
  /^_*(?:(?:render_?|respond_?(?:with_?)?|send_?|return_?|handle_?|throw_?|raise_?|http_?|response_?)*(?:forbidden|unauthori[sz]ed|access_?denied|permission_?denied|deny|denied|forbid|reject|not_?found|404|403|401|no_?access|not_?allowed|not_?authori[sz]ed))!?(?:_.*|[A-Z].*)?$/i;

/** Errors that say something of what was sent, not of who sent it. */
export const ABOUT_INPUT =
  /valid|bad_?request|argument|conflict|exists|type_?error|value_?error|unprocessable|missing|limit|expired/i;
