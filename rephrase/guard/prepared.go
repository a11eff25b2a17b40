package guard

// Prepared is a sentence that waits for its answer. All that depends on the text and the prompt
// is done, so that a check takes time for the answer only, which is a small one: it comes when
// the budget may be over. It is not safe for concurrent use.
type Prepared struct {
	sentence Sentence
	text     *side
	echo     *echo
}

// Prepare reads the text and the prompt. The time that it takes grows with their length.
func (s Sentence) Prepare() *Prepared {
	p := &Prepared{sentence: s, text: newSide(s.Text)}
	p.echo = newEcho(s, p.text.norm)
	p.sentence.Prompt, p.sentence.Conversation = "", "" // they may be large, and are not needed anymore
	return p
}
