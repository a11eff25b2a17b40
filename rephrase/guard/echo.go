package guard

import "strings"

// labels begin an answer that continues the prompt, whatever the prompt says.
var labels = wordSet(`rephrased_response rephrased rephrased_text rephrased_message reworded_response reworded suggested_response suggested_ai_response ai assistant user system bot output rephrased_ai_response response umformulierte_antwort umformuliert respuesta_reformulada 改写后的回复 改写后 回复`)

// echo knows what an answer may not have of the prompt, and around the message.
type echo struct {
	text string
	// folded is the text in the form in which words are looked for.
	folded string
	// own are the labels of the text, and waiting those that wait for an answer in the prompt.
	own, waiting map[string]bool
	rows         *rows
}

func newEcho(s Sentence, norm string) *echo {
	e := &echo{text: s.Text, folded: foldText(norm), own: map[string]bool{}, waiting: map[string]bool{}, rows: newRows(s, norm)}
	for line := range strings.SplitSeq(s.Text, "\n") {
		if label, ok := labelOf(line); ok {
			e.own[label] = true
		}
	}
	for line := range strings.SplitSeq(s.Prompt, "\n") {
		if len(line) > 80 || !strings.HasSuffix(strings.TrimRight(line, " *_\r\t"), ":") {
			continue
		}
		if label, ok := labelOf(line); ok {
			e.waiting[label] = true
		}
	}
	return e
}

// in returns what of the prompt an answer repeats, or what it has around the message.
func (e *echo) in(answer string, said *side) (string, bool) {
	if label, ok := labelOf(answer); ok && !e.own[label] && (labels[label] || e.waiting[label]) {
		return label + ":", true
	}
	for line := range strings.SplitSeq(answer, "\n") {
		line = strings.TrimSpace(line)
		if isLine(line) && !strings.Contains(e.text, line) {
			return line, true
		}
	}
	for _, find := range [...]func(string) (string, bool){e.newTag, e.newFence, e.newQuotes, e.rewording} {
		if found, ok := find(answer); ok {
			return found, true
		}
	}
	return e.rows.in(said.words)
}

// isLine reports whether the text is a line of a conversation.
func isLine(text string) bool {
	return strings.HasPrefix(text, "USER:") || strings.HasPrefix(text, "AI:")
}

// labelOf returns the label that an answer begins with, folded: up to five words before a
// colon.
func labelOf(answer string) (string, bool) {
	answer = strings.TrimLeft(answer, " \t\r\n*#_\"'>")
	i := strings.IndexAny(answer, ":：\n")
	if i <= 0 || i > 60 || answer[i] == '\n' {
		return "", false
	}
	label := strings.Trim(foldText(answer[:i]), " *_")
	return label, label != "" && strings.Count(label, " ") < 5
}
