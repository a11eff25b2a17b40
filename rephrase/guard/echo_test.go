package guard

import (
	"strings"
	"testing"
)

func TestRephraseEcho(t *testing.T) {
	const prompt = "You are a helpful assistant, so keep to the original text and stay close to its meaning.\n" +
		"<slots>\ncity: Rome\n</slots>\nAI: Would you be so kind as to tell me which city you like?\nUSER: I would like to fly to the city of Rome tomorrow\nNote: be kind\nSuggested text: Which city?\nYour version:"
	const text = "Which city?"
	for _, c := range []struct{ answer, echo string }{
		{"To which city?", ""},
		{"Your version: to which city?", "your version:"},
		{"**Your version:** to which city?", "your version:"},
		{"Note: which city?", ""},
		{"Rephrased: which city?", "rephrased:"},
		{"Got it: which city?", ""},
		{"<slots>Rome</slots> which city?", "<slots>"},
		{"Which city?\nUSER: Rome", "USER: Rome"},
		{"Which city? {{ city }}", "{{"},
		{"Which city? 3 < 4 and a > b", ""},
		{"I stay close to the original. Keep to the original text and stay close to its meaning.", "keep to the original text and stay close"},
		{"Would you be so kind as to tell me which city you like?", ""},
		{"So you would like to fly to the city of Rome tomorrow. Which city?", ""},
		{"You are a helpful assistant: which city?", ""},
	} {
		got := echoOf(Sentence{Text: text, Prompt: prompt}, c.answer)
		if got != c.echo {
			t.Errorf("%q: %q, want %q", c.answer, got, c.echo)
		}
	}
	if got := echoOf(Sentence{Text: "Your version: 2", Prompt: prompt}, "Your version: two"); got != "" {
		t.Errorf("a label of the text is no echo: %q", got)
	}
}

// echoOf returns what the answer has of the prompt, or around the message.
func echoOf(s Sentence, answer string) string {
	found, _ := newEcho(s, normalize(s.Text)).in(answer, newSide(answer))
	return found
}

// TestRephraseEchoOfConversation checks that what the user has said may be said again wherever
// the prompt has it, and that a short conversation excuses nothing else.
func TestRephraseEchoOfConversation(t *testing.T) {
	const said = "my parcel was left in the rain behind the old garden house"
	s := Sentence{Text: "Where is it?", Prompt: "Reword this in a calm tone and say no word of it twice.\nThe user said: " + said, Conversation: "USER: " + said}
	for answer, want := range map[string]string{
		"So your parcel was left in the rain behind the old garden house. Where is it?": "",
		"I reword this in a calm tone and say no word of it twice. Where is it?":        "reword this in a calm tone and say",
	} {
		if got := echoOf(s, answer); got != want {
			t.Errorf("%q: %q, want %q", answer, got, want)
		}
	}
	s.Conversation = "a"
	if got := echoOf(s, "So your parcel was left in the rain behind the old garden house. Where is it?"); got == "" {
		t.Error("words of the prompt that nobody has said pass")
	}
}

func TestRephraseQuotesAround(t *testing.T) {
	for text, want := range map[string]string{
		`"Hello."`: `""`, `'It's here'`: `''`, "`Hello`": "``", "“Hello.”": "“”", "„Hallo.“": "„“", "« Bonjour »": "«»", "「你好」": "「」",
		`"Say "yes" now"`:    "", // as what follows
		`"Gold" or "Silver"`: "", `“Gold” or “Silver”`: "", `"`: "", `""`: "", `'Tis late`: "", `Say "yes"`: "", "": "",
	} {
		if got, ok := quotesAround(text); got != want || ok != (want != "") {
			t.Errorf("%s: %q, %t, want %q", text, got, ok, want)
		}
	}
}

// TestRephraseWordsOfRewordingAreFolded checks that the words have the form in which they are
// looked for.
func TestRephraseWordsOfRewordingAreFolded(t *testing.T) {
	for _, words := range []string{reworded, kept, presenting, styles, wordings, actual, strings.Trim(handing, "|")} {
		for w := range strings.SplitSeq(words, "|") {
			if foldText(normalize(w)) != w || w == "" {
				t.Errorf("%q is looked for as %q", w, foldText(normalize(w)))
			}
		}
	}
}
