package guard

import "strings"

// Sentence is a text whose facts an answer must keep.
type Sentence struct {
	// Text is what would be said without a model.
	Text string
	// Values are the values that filled the variables of the text, as they were printed.
	Values []string
	// Prompt is what the model was sent. Parts of it that are data, such as the conversation,
	// may be left out.
	Prompt string
	// Conversation is the data of the prompt that an answer may say again. It has no effect on
	// what is not in the prompt.
	Conversation string
}

// Rule is what an answer has broken.
type Rule uint8

// The rules.
const (
	// Number: a number, an amount, a date, a time, a phone number or a code is missing or new.
	Number Rule = iota + 1
	// Link: a URL or an e-mail address is missing or new.
	Link
	// Value: a value that filled a variable is missing.
	Value
	// Length: the answer is much longer or much shorter than the text.
	Length
	// Echo: the answer repeats the prompt.
	Echo
	// Script: the answer is in another script than the text.
	Script
)

// Violation is why an answer must not be said.
type Violation struct {
	Rule Rule
	// Fact is what is missing or new, with digits, dashes and spaces in one form. It may be
	// somebody's words, and must not be logged.
	Fact string
	// Added is set if the fact is in the answer and not in the text.
	Added bool
}

// Check returns why the answer must not be said instead of the text; nil if it may. It is
// safe for concurrent use.
func (s Sentence) Check(answer string) *Violation { return s.Prepare().Check(answer) }

// Check returns why the answer must not be said instead of the text; nil if it may. The time
// that it takes grows with the length of the text; a longer answer is not read.
func (p *Prepared) Check(answer string) *Violation {
	if !fitsLength(p.sentence.Text, answer) || !isAbout(p.sentence.Text, p.text.norm, answer) {
		return &Violation{Rule: Length}
	}
	if strings.TrimSpace(answer) == strings.TrimSpace(p.sentence.Text) {
		return nil
	}
	return p.compare(answer)
}

// compare is [Prepared.Check] for an answer that has the right length and is not the text.
func (p *Prepared) compare(answer string) *Violation {
	text, said := p.text, newSide(answer)
	if !keepsScript(text.facts.text, said.facts.text) {
		return &Violation{Rule: Script}
	}
	if fact, ok := p.echo.in(answer, said); ok {
		return &Violation{Rule: Echo, Fact: fact, Added: true}
	}
	if fact, ok := missingLink(text.links, said.links); ok {
		return &Violation{Rule: Link, Fact: fact}
	}
	if fact, ok := missingLink(said.links, text.links); ok {
		return &Violation{Rule: Link, Fact: fact, Added: true}
	}
	if fact, ok := unsecured(said.links, text.links); ok {
		return &Violation{Rule: Link, Fact: fact, Added: true}
	}
	if fact, ok := text.facts.missing(said.facts); ok {
		return &Violation{Rule: Number, Fact: fact}
	}
	if fact, ok := said.facts.missing(text.facts); ok {
		return &Violation{Rule: Number, Fact: fact, Added: true}
	}
	if fact, ok := text.facts.swapped(said.facts); ok {
		return &Violation{Rule: Number, Fact: fact}
	}
	if fact, ok := said.facts.addedRate(text.facts); ok {
		return &Violation{Rule: Number, Fact: fact, Added: true}
	}
	if fact, ok := text.facts.swappedSpan(said.facts); ok {
		return &Violation{Rule: Number, Fact: fact}
	}
	if fact, ok := text.facts.exchanged(said.facts); ok {
		return &Violation{Rule: Number, Fact: fact}
	}
	if value, ok := lostValue(p.sentence.Values, text, said); ok {
		return &Violation{Rule: Value, Fact: value}
	}
	if value, ok := turned(p.sentence.Values, text, said); ok {
		return &Violation{Rule: Value, Fact: value}
	}
	return nil
}
