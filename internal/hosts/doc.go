// Package hosts decides by which names a listener without credentials may be called,
// and whether a browser sent a request.
//
// The one rule to know: a name that somebody else can make resolve to this machine
// is not one of ours.
package hosts
