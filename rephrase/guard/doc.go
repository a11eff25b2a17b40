// Package guard compares the facts of two texts: what a language model may not change when
// it rewords a message.
//
// [Prepared.Check] finds the numbers, amounts, dates, times, phone numbers, codes, links and
// addresses of both, and compares them by value: "2 days" is "two days", and 2026-11-30 is
// "November 30th, 2026". It reads the digits of all scripts, and the words of English,
// German, Spanish, Arabic, Chinese and Hindi. It looks for each value that filled a variable,
// and for signs that the model did something else: another script or length, words of the prompt,
// or a label, quotes or a note around the message. [Sentence.Prepare] does what can be done before
// the answer is there.
//
// The one rule to know: it cannot understand. It cannot see a "not" that is missing or new, a name
// that no variable has, or another language in the same script. It sees that two facts have changed
// places ("10 € for adults, 5 € for children") only if the words beside both are kept. A word that is a number in some
// sentences only, such as "one" or "first", may be new in an answer, or be lost; but "first" may
// not become "second". A number that is written twice may be said once.
package guard
