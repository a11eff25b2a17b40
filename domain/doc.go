// Package domain reads what a Rasa domain declares besides its responses:
// slots, intents, entities, actions, forms; and what stories, rules and flows
// say, where they stand in the same files.
//
// The one rule to know: a section that no file has is not known, which is not
// the same as empty; see [Domain.Knows].
package domain
