// Package lint finds what will hurt later in content that loads: variations
// that are never said, variables that nothing fills, buttons that a channel
// drops, languages that lack a name.
//
// The one rule to know: a finding is right or it is not made. What Rasa
// accepts and runs is a warning at most; an error says that the bot is silent
// or wrong there for certain.
package lint
