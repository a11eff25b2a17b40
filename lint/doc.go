// Package lint finds likely problems in content that loads: variations that are
// never used, variables that are never filled, buttons that a channel drops,
// responses that are missing in a language.
//
// The one rule to know: no false positives. What Rasa accepts and runs is a
// warning at most; an error means that the bot certainly sends nothing, or the
// wrong thing.
package lint
