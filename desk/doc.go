// Package desk is the page where the people who own the words work, and the JSON
// routes behind it: see docs/desk.md. [New] returns the handler; what the page shows
// of content is made in internal/view.
//
// The one rule to know: every reply has the security headers, and no route of the
// API answers without a session. Both hold for the table in routes.go as a whole,
// so a new route cannot forget them.
package desk
