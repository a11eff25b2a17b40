// Package domain reads what a Rasa domain declares besides its responses:
// slots, intents, entities, actions, forms; and what stories, rules and flows
// use, if they are in the same files.
//
// The one rule to know: a section that is in none of the files is unknown, which is
// not the same as empty; see [Domain.Knows].
package domain
