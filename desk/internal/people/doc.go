// Package people decides who enters a desk by name: users of a file with their
// passwords, and those whom a trusted proxy names.
//
// The one rule to know: nothing that it answers, and no work that it does, tells a
// stranger whether a name is that of a user.
package people
