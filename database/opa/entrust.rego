# Who may call which function, in a CloudBase environment of the PostgreSQL kind: there function security rules are not looked
# at. This is the second gate: each function refuses by itself whoever has no business with it.
#
# Add it to the policy of your environment (`tcb policy get`, `tcb policy set`): setting one replaces the whole policy of the user.
package authz.user

default allow := false

# Called by the mini-program. Whoever comes without a user's identity is refused by the function.
from_pages := {
	"preEntrustSign",
	"queryContract",
	"terminateContract",
	"payRedirectSign",
	"payWithContract",
	"queryOrder",
	"closeOrder",
}

# Called over a route of HTTP access, or by a server that signs what it asks. No page has business with these.
not_from_pages := {
	"contractNotify",
	"contractAdmin",
	"appPreEntrustSign",
	"appQueryContract",
	"appTerminateContract",
	"upkeep",
	"chargeContract",
	"refundOrder",
}

# Yours: the routes of HTTP access that lead to them.
routes := {
	"/pay/notify",
	"/app/pre-entrust-sign",
	"/app/query-contract",
	"/app/terminate-contract",
}

# With the keys of the account: tcb, and your own servers.
is_server if input.subject.auth_type in {"administrator", "service_role"}

# The name, as the gateway has it in the path; what is behind a slash or a question mark is no part of it.
called := regex.replace(trim_prefix(input.request.path, "/v1/functions/"), "[/?#].*$", "") if {
	startswith(input.request.path, "/v1/functions/")
}

allow if {
	input.cloudbase.resource_type == "functions"
	called in from_pages
}

allow if {
	input.cloudbase.resource_type == "functions"
	input.request.path in routes
}

deny contains "this function is not for pages" if {
	called in not_from_pages
	not is_server
}

# Names need no escape: whoever writes one wants to be taken for another.
deny contains "the name of a function has no escapes" if {
	contains(called, "%")
	not is_server
}
