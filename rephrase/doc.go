// Package rephrase has a language model reword a finished message, as Rasa Pro's
// contextual response rephraser does: inside of a time budget, and behind a guard that
// compares the facts.
//
// [Rephraser.Prepare] takes what it needs of a request; [Rephraser.Rephrase] asks the
// model. The package reaches no network itself: a [Model] does, such as that of package
// llm.
//
// The one rule to know: the sentence is never lost. Whatever goes wrong, the result has a
// text to say and the reason why it is the one that was written.
package rephrase
