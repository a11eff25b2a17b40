// Package find tests how whoever only reads finds responses on the desk's page, sees them, and tries
// them: also while content loads, changes, or is broken.
package find
