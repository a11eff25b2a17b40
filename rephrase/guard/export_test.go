package guard

// Compare is Check without the short way for an answer that is the text.
func (s Sentence) Compare(answer string) *Violation {
	if !fitsLength(s.Text, answer) {
		return &Violation{Rule: Length}
	}
	return s.Prepare().compare(answer)
}
