package guard

import (
	"strings"
)

// echoWords is how many words in a row an answer may not share with the instructions, and
// echoDense how many characters of a script without spaces.
const (
	echoWords = 8
	echoDense = 16
)

// labels begin an answer that continues the prompt, whatever the prompt says.
var labels = wordSet(`rephrased_response rephrased rephrased_text rephrased_message reworded_response reworded suggested_response suggested_ai_response ai assistant user system bot output rephrased_ai_response response umformulierte_antwort umformuliert respuesta_reformulada 改写后的回复 改写后 回复`)

// echoes returns what of the prompt an answer repeats.
func echoes(prompt, text, answer string) (string, bool) {
	own, _ := labelOf(text)
	if label, ok := labelOf(answer); ok && label != own && (labels[label] || isPromptLabel(prompt, label)) {
		return label + ":", true
	}
	for line := range strings.SplitSeq(answer, "\n") {
		line = strings.TrimSpace(line)
		if (strings.HasPrefix(line, "USER:") || strings.HasPrefix(line, "AI:")) && !strings.Contains(text, line) {
			return line, true
		}
	}
	if tag, ok := newTag(text, answer); ok {
		return tag, true
	}
	return repeated(prompt, text, answer)
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

// isPromptLabel reports whether a line of the prompt begins with the label and has nothing
// after it: it waits for the answer.
func isPromptLabel(prompt, label string) bool {
	for line := range strings.SplitSeq(prompt, "\n") {
		if len(line) > 80 {
			continue
		}
		if got, ok := labelOf(line); ok && got == label && strings.HasSuffix(strings.TrimRight(line, " *_\r\t"), ":") {
			return true
		}
	}
	return false
}

// newTag returns a tag or a mark of a template that is in the answer and not in the text.
func newTag(text, answer string) (string, bool) {
	for rest := answer; ; {
		i := strings.IndexAny(rest, "<{[")
		if i < 0 {
			return "", false
		}
		rest = rest[i:]
		n := tagLength(rest)
		if n == 0 {
			rest = rest[1:]
			continue
		}
		if !strings.Contains(text, rest[:n]) {
			return rest[:n], true
		}
		rest = rest[n:]
	}
}

// tagLength returns the length of the tag at the start of s: <name>, </name>, {{, {%, [INST],
// <|im_start|>; 0 for none.
func tagLength(s string) int {
	for _, mark := range [...]string{"{{", "{%", "<|", "[INST]", "[/INST]"} {
		if strings.HasPrefix(s, mark) {
			return len(mark)
		}
	}
	if s[0] != '<' {
		return 0
	}
	end := strings.IndexByte(s[:min(len(s), 40)], '>')
	if end < 2 {
		return 0
	}
	for _, c := range []byte(strings.TrimSuffix(strings.TrimPrefix(s[1:end], "/"), "/")) {
		if (c|0x20 < 'a' || c|0x20 > 'z') && c != '_' && c != '-' {
			return 0
		}
	}
	return end + 1
}

// repeated returns the words in a row that the answer has of the prompt and not of the text.
// Lines of the conversation may be said again.
func repeated(prompt, text, answer string) (string, bool) {
	size := echoWords
	if _, dense := countRunes(answer); dense {
		size = echoDense
	}
	said := map[string]struct{}{}
	rows(wordsOf(normalize(answer)), size, func(row string) bool {
		said[row] = struct{}{}
		return true
	})
	if len(said) == 0 {
		return "", false
	}
	rows(wordsOf(normalize(text)), size, func(row string) bool {
		delete(said, row)
		return true
	})
	found := ""
	for line := range strings.SplitSeq(prompt, "\n") {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "USER:") || strings.HasPrefix(line, "AI:") {
			continue
		}
		rows(wordsOf(normalize(line)), size, func(row string) bool {
			if _, ok := said[row]; ok {
				found = row
			}
			return found == ""
		})
		if found != "" {
			return found, true
		}
	}
	return "", false
}

// rows calls yield with each size words in a row, until it returns false. A character of a
// script without spaces is a word.
func rows(words string, size int, yield func(string) bool) {
	var starts []int
	before := ' '
	for i, r := range words {
		if r != ' ' && (before == ' ' || unspaced(r) || unspaced(before)) {
			starts = append(starts, i)
		}
		before = r
	}
	starts = append(starts, len(words)+1)
	for k := 0; k+size < len(starts); k++ {
		end := min(starts[k+size], len(words))
		if !yield(strings.TrimRight(words[starts[k]:end], " ")) {
			return
		}
	}
}
