package llm

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"nlgserver/rephrase"
)

var completions = []struct {
	body string
	want rephrase.Completion
	err  error
}{
	{`{"choices": [{"message": {"content": " a\n"}}]}`, rephrase.Completion{Text: " a\n"}, nil},
	{`{"choices": [{"message": {"content": "a"}}, {"message": {"content": "b"}}]}`, rephrase.Completion{Text: "a"}, nil},
	{`{"choices": [{"message": {"content": "\ud83d\ude00 \ud83d"}}]}`, rephrase.Completion{Text: "😀 \ufffd"}, nil},
	{`{"choices": [{"message": {"content": null, "refusal": "No."}}]}`, rephrase.Completion{}, nil},
	{`{"choices": [{"message": {}}]}`, rephrase.Completion{}, nil},
	{`{"choices": [{"message": {"content": "a"}, "finish_reason": "length"}]}`, rephrase.Completion{Text: "a", Truncated: true}, nil},
	{`{"choices": [{"message": {"content": "a"}, "finish_reason": "content_filter"}]}`, rephrase.Completion{Text: "a", Truncated: true}, nil},
	{`{"choices": [{"message": {"content": "a"}, "finish_reason": {"type": "stop"}}]}`, rephrase.Completion{Text: "a"}, nil},
	{`{"choices": [{"message": {"content": "a"}}], "usage": {"prompt_tokens": 12, "completion_tokens": 3}}`, rephrase.Completion{Text: "a", PromptTokens: 12, CompletionTokens: 3}, nil},
	{`{"choices": [{"message": {"content": "a"}}], "usage": {"prompt_tokens": -12, "completion_tokens": 1e300}}`, rephrase.Completion{Text: "a"}, nil},
	{`{"choices": [{"message": {"content": "a"}}], "usage": {"prompt_tokens": "12", "completion_tokens": 3}}`, rephrase.Completion{Text: "a", CompletionTokens: 3}, nil},
	{`{"choices": [{"message": {"content": "a"}}], "usage": null}`, rephrase.Completion{Text: "a"}, nil},
	{`{"choices": [{"message": {"content": "a"}}], "usage": [1]}`, rephrase.Completion{Text: "a"}, nil},
	{`{"choices": [{"message": {"content": "a"}}]} `, rephrase.Completion{Text: "a"}, nil},
	{`{"choices": [{"message": {"content": "a"}}]}{}`, rephrase.Completion{}, errNotJSON},
	{`{"choices": [{"message": {"content": "a"`, rephrase.Completion{}, errNotJSON},
	{`data: {"choices": []}`, rephrase.Completion{}, errNotJSON},
	{``, rephrase.Completion{}, errNotJSON},
	{`{"choices": [{"message": {"content": ["a"]}}]}`, rephrase.Completion{}, errNoCompletion},
	{`{"choices": [{"message": {"content": 1}}]}`, rephrase.Completion{}, errNoCompletion},
	{`{"choices": [{"message": "a"}]}`, rephrase.Completion{}, errNoCompletion},
	{`{"choices": [{"delta": {"content": "a"}}]}`, rephrase.Completion{}, errNoCompletion},
	{`{"choices": [{"text": "a"}]}`, rephrase.Completion{}, errNoCompletion},
	{`{"choices": [null]}`, rephrase.Completion{}, errNoCompletion},
	{`{"choices": []}`, rephrase.Completion{}, errNoCompletion},
	{`{"choices": {}}`, rephrase.Completion{}, errNoCompletion},
	{`{"error": {"message": "no"}}`, rephrase.Completion{}, errNoCompletion},
	{`[]`, rephrase.Completion{}, errNoCompletion},
	{`null`, rephrase.Completion{}, errNoCompletion},
	{`"a"`, rephrase.Completion{}, errNoCompletion},
}

func TestRephraseCompletion(t *testing.T) {
	for _, c := range completions {
		if got, err := readCompletion([]byte(c.body)); got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %+v, %v, want %+v, %v", c.body, got, err, c.want, c.err)
		}
	}
	deep := `{"choices": ` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}`
	if _, err := readCompletion([]byte(deep)); err == nil {
		t.Error("a deep answer is read")
	}
}

// FuzzRephraseCompletion checks that an answer is read as it is by a reader without types.
func FuzzRephraseCompletion(f *testing.F) {
	for _, c := range completions {
		f.Add([]byte(c.body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := readCompletion(body)
		if code := readCode(body); code != "" && !isCode(code) {
			t.Errorf("code %q", code)
		}
		if err != nil {
			if got != (rephrase.Completion{}) || !errors.Is(err, errNotJSON) && !errors.Is(err, errNoCompletion) {
				t.Errorf("%+v with %v", got, err)
			}
			if errors.Is(err, errNotJSON) == json.Valid(body) {
				t.Errorf("%v", err)
			}
			return
		}
		if !utf8.ValidString(got.Text) || got.PromptTokens < 0 || got.CompletionTokens < 0 {
			t.Errorf("%+v", got)
		}
		if strings.Contains(strings.ToLower(string(body)), `\u`) || strings.Count(strings.ToLower(string(body)), `"content"`) != 1 {
			return
		}
		var v struct {
			Choices []struct{ Message map[string]any }
		}
		if err := json.Unmarshal(body, &v); err != nil {
			t.Fatal(err)
		}
		for key, content := range v.Choices[0].Message {
			if text, _ := content.(string); strings.EqualFold(key, "content") && text != got.Text {
				t.Errorf("%q, want %q", got.Text, text)
			}
		}
	})
}
