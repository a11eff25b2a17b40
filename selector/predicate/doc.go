// Package predicate compiles and evaluates the conditions that Rasa Pro writes
// as text: "slots.tier is 'gold' and not slots.blocked". The language is that
// of the Python library pypred, with Jinja in front of it; docs/predicates.md
// describes it for authors. Rasa: section 3.3.
//
// The one rule to know: whatever goes wrong, while compiling, rendering or
// evaluating, makes the whole predicate false, even below a "not" and in one
// arm of an "or". [Compile] reports what can be known in advance, and
// [Predicate.Explain] what happened.
package predicate
