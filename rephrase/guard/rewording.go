package guard

import (
	"strings"
	"unicode/utf8"
)

// The longest parts of an answer that are taken for a greeting and a label before the message, in
// runes, and for a note after it, in bytes.
const (
	longestGreeting = 40
	longestLabel    = 160
	longestNote     = 600
)

// reworded are words that name the rewording: a label such as "Here is the rephrased version" has
// one, a message has not. They are participles and nouns: "Can you rephrase that?" is a message.
// They have the form of [foldText].
const reworded = `rephrased|rephrasing|reworded|rewording|paraphrased|rewritten|reformulated|revised response|revised version|revised message|` +
	`suggested response|original response|original meaning|original message:|friendlier version|` +
	`umformuliert|umformulierung|neuformulierung|neu formuliert|umgeschrieben|paraphrasiert|ursprüngliche antwort|ursprünglichen antwort|` +
	`reformulad|reformulaci|reformulaç|parafrasead|reescrit|respuesta original|resposta original|` +
	`reformulé|reformulation|paraphrasé|réécrit|réponse originale|réponse d'origine|` +
	`صياغ|الرد الأصلي|改写|改寫|重写|重寫|改述|重述|润色|潤色|重新表述|重新措辞|言い換え|書き換え|` +
	`पुनर्लेखन|पुनर्लिखित|पुनः लिख|दोबारा लिख|फिर से लिख|पुनर्शब्द|नए शब्दों|मूल उत्तर|` +
	`перефразирован|перефразировк|переформулирован|переформулировк|переписанн|исходного ответа|исходный ответ`

// kept are words that say of a note what the model has kept or changed.
const kept = `rephras|reword|wording|phrasing|the meaning|the tone|original text|original message|original tone|original intent|original sentence|the facts|all facts|` +
	`bedeutung|tonfall|formulierung|originaltext|ursprüngliche nachricht|ursprünglichen nachricht|significado|mensaje original|mensagem original|` +
	`sens original|même sens|sens du message|message original|المعنى|النص الأصلي|原意|原文|原句|含义|语气|मूल अर्थ|मूल संदेश|смысл сохран|смысл исходн|исходного текста|исходного сообщения`

// notes begin a note of the model.
const notes = `note|p.s.|hinweis|anmerkung|nota|remarque|observação|ملاحظة|注|备注|说明|नोट|टिप्पणी|примечание`

// rewording returns the label before an answer, or the note after it, that says that it is
// reworded, if the text has no such words.
func (e *echo) rewording(answer string) (string, bool) {
	answer = strings.TrimSpace(answer)
	for _, part := range [...]string{answer, afterGreeting(answer)} {
		if label := labelBefore(part); e.hasNew(label, reworded) || e.presents(label) {
			return label, true
		}
	}
	line, note := noteAfter(answer)
	return line, e.hasNew(line, reworded) || note && e.hasNew(line, kept)
}

// hasNew reports whether a part of an answer has one of the words, and the text does not.
func (e *echo) hasNew(part, words string) bool {
	return part != "" && e.adds(foldText(normalize(part)), words)
}

// adds is [echo.hasNew] for a part in the form of [foldText].
func (e *echo) adds(part, words string) bool {
	for w := range strings.SplitSeq(words, "|") {
		if strings.Contains(part, w) && !strings.Contains(e.folded, w) {
			return true
		}
	}
	return false
}

// afterGreeting returns what follows a short first line, such as "Sure!".
func afterGreeting(answer string) string {
	line, after, _ := strings.Cut(answer, "\n")
	if utf8.RuneCountInString(line) > longestGreeting {
		return ""
	}
	return strings.TrimSpace(after)
}

// labelBefore returns what an answer begins with if it may be a label: what is before a colon
// or a dash, or the first of several lines.
func labelBefore(answer string) string {
	line, after, _ := strings.Cut(answer, "\n")
	label := line
	if i := strings.IndexAny(line, ":："); i >= 0 {
		_, size := utf8.DecodeRuneInString(line[i:])
		label = line[:i+size]
	} else if i := dash(line); i >= 0 {
		label = line[:i]
		if strings.Count(strings.TrimSpace(label), " ") > 3 {
			return "" // a dash is in sentences, too
		}
	} else if strings.TrimSpace(after) == "" || strings.ContainsAny(line, "?？؟") {
		return ""
	}
	if utf8.RuneCountInString(label) > longestLabel {
		return ""
	}
	return label
}

// dash returns where a dash between words begins; -1 for none.
func dash(line string) int {
	first := -1
	for _, d := range [...]string{" - ", " – ", " — "} {
		if i := strings.Index(line, d); i >= 0 && (first < 0 || i < first) {
			first = i
		}
	}
	return first
}

// noteAfter returns what an answer ends with if it may be said of the answer: a last line, or
// what is in parentheses. note is set if it looks as if it were.
func noteAfter(answer string) (line string, note bool) {
	answer = strings.TrimRight(answer, " \t\r\n*_")
	i := strings.LastIndexByte(answer, '\n')
	if end := strings.TrimRight(answer, ")）]"); len(end) < len(answer) {
		if open := strings.LastIndexAny(end, "(（["); open > 0 {
			i, note = max(open-1, i), true
		}
	}
	if i < 0 || len(answer)-i > longestNote {
		return "", false
	}
	line = answer[i+1:]
	start := strings.ToLower(strings.TrimLeft(line, " \t*_([（"))
	for w := range strings.SplitSeq(notes, "|") {
		note = note || strings.HasPrefix(start, w)
	}
	return line, note
}
