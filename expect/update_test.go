package expect_test

import (
	"strings"
	"testing"

	"nlgserver/expect"
)

func everyCase(*expect.Case) bool { return true }

// TestUpdate rewrites expectations that fail. In each row, the file before -- becomes
// the one after it.
func TestUpdate(t *testing.T) {
	runner := &expect.Runner{Catalog: catalog(t)}
	for name, row := range map[string]string{
		"a string":             "- response: utter_greet\n  expect: Hello # why\n--\n- response: utter_greet\n  expect: \"Hello there!\" # why\n",
		"nothing yet":          "- response: utter_greet\n  expect: # why\n- response: utter_bye\n  expect:\n--\n- response: utter_greet\n  expect: \"Hello there!\" # why\n- response: utter_bye\n  expect:\n    - \"Bye\"\n    - \"See you\"\n",
		"no key yet":           "- response: utter_greet # why\n\n# next\n- response: utter_greet\n--\n- response: utter_greet # why\n  expect: \"Hello there!\"\n\n# next\n- response: utter_greet\n  expect: \"Hello there!\"\n",
		"no key, no last line": "- response: utter_greet\n  slots: {a: 1}\n--\n- response: utter_greet\n  slots: {a: 1}\n  expect: \"Hello there!\"\n",
		"one line":             "- {response: utter_greet, expect: Hello} # why\n- {response: utter_bye }\n- {response: utter_bye, expect: , channel: slack}\n--\n- {response: utter_greet, expect: \"Hello there!\"} # why\n- {response: utter_bye, expect: [\"Bye\", \"See you\"] }\n- {response: utter_bye, expect: [\"Bye\", \"See you\"] , channel: slack}\n",
		"a table":              "- response: utter_greet\n  expect: Hello there!\n  cases:\n    - slots: {known: true, name: Ann}\n    - {}\n    - {slots: {a: 1}, expect: Hi}\n--\n- response: utter_greet\n  expect: Hello there!\n  cases:\n    - slots: {known: true, name: Ann}\n      expect: \"Hello Ann!\"\n    - {}\n    - {slots: {a: 1}, expect: \"Hello there!\"}\n",
		"only what fails": "- response: utter_card\n  expect:\n    # The question.\n    text: Block? # why\n    buttons: [\"Yes\", \"No\"] # both\n--\n" +
			"- response: utter_card\n  expect:\n    # The question.\n    text: \"Block your card?\" # why\n    buttons: [\"Yes\", \"No\"] # both\n",
		"buttons in lines": "- response: utter_card\n  expect:\n    buttons:\n      - {title: Sure, payload: /sure} # why\n    group: default # always\n--\n" +
			"- response: utter_card\n  expect:\n    buttons:\n      - {title: \"Yes\", payload: \"/affirm\"}\n      - {title: \"No\", payload: \"/deny\"} # why\n    group: default # always\n",
		"titles":              "- response: utter_card\n  expect: {buttons: [Sure]}\n--\n- response: utter_card\n  expect: {buttons: [\"Yes\", \"No\"]}\n",
		"a list becomes text": "- response: utter_greet\n  expect:\n    - Hello\n    - Hi # why\n- response: utter_greet\n  expect: # first\n  - Hello\n--\n- response: utter_greet\n  expect: \"Hello there!\" # why\n- response: utter_greet\n  expect: # first\n    \"Hello there!\"\n",
		"a block":             "- response: utter_limit\n  expect: |\n    A\n    limit.\n\n# next\n- response: utter_greet\n  expect: Hello there!\n--\n- response: utter_limit\n  expect: \"A limit.\\nAsk again at eighteen.\\n\"\n\n# next\n- response: utter_greet\n  expect: Hello there!\n",
		"silence":             "- response: utter_slack_only\n  expect: Hi\n- response: utter_none\n  expect: {text: Hi, id: x}\n--\n- response: utter_slack_only\n  expect: {outcome: \"silence\"}\n- response: utter_none\n  expect: {outcome: \"unknown\"}\n",
		"no silence any more": "- response: utter_bye\n  expect: {outcome: silence}\n--\n- response: utter_bye\n  expect: [\"Bye\", \"See you\"]\n",
		"words":               "- response: utter_bye\n  expect: {group: channel, eligible: [1], problems: raised, id: [a]}\n--\n- response: utter_bye\n  expect: {group: \"default\", eligible: [\"bye_1\", 2], problems: \"none\", id: [\"bye_1\", \"\"]}\n",
		"contains":            "- response: utter_greet\n  expect: {contains: Hi, id: plain}\n--\n- response: utter_greet\n  expect: {text: \"Hello there!\", id: \"plain\"}\n",
		"what differs by variation": "- response: utter_both\n  expect: {buttons: [B], group: default}\n--\n" +
			"- response: utter_both\n  expect: {any_of: [{reply: {text: \"one\", buttons: [{title: \"A\", payload: \"/a\"}]}}, {reply: {text: \"two\"}}], group: \"default\"}\n",
		"any of":              "- response: utter_bye\n  expect:\n    any_of: [Hi]\n--\n- response: utter_bye\n  expect:\n    any_of: [\"Bye\", \"See you\"]\n",
		"a part of the reply": "- response: utter_picture\n  slots: {card: 7}\n  expect: {reply: {custom: {src: x}, text: Hi}}\n--\n- response: utter_picture\n  slots: {card: 7}\n  expect: {reply: {custom: {src: \"https://bank.example/7.png\"}, text: null}}\n",
		"no text":             "- response: utter_picture\n  slots: {card: 7}\n--\n- response: utter_picture\n  slots: {card: 7}\n  expect:\n    reply:\n      custom:\n        type: \"image\"\n        src: \"https://bank.example/7.png\"\n",
		"used twice":          "- response: utter_greet\n  expect: &a Hello\n- response: utter_greet\n  expect: *a\n--\n- response: utter_greet\n  expect: &a \"Hello there!\"\n- response: utter_greet\n  expect: \"Hello there!\"\n",
	} {
		before, after, _ := strings.Cut(row, "--\n")
		before, after = "tests:\n"+before, "tests:\n"+after
		if name == "no key, no last line" {
			before, after = strings.TrimSuffix(before, "\n"), strings.TrimSuffix(after, "\n")
		}
		for _, form := range []func(string) string{
			func(s string) string { return s },
			func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
			func(s string) string { return "\ufeff# é\n" + s },
		} {
			update := runner.Update(readFile(t, form(before)), everyCase)
			if got := string(update.Data); got != form(after) {
				t.Errorf("%s:\n%s\nwant\n%s", name, got, form(after))
			}
			if len(update.Left) > 0 {
				t.Errorf("%s: %d cases left", name, len(update.Left))
			}
			again := runner.Update(readFile(t, form(after)), everyCase)
			if string(again.Data) != form(after) || len(again.Done)+len(again.Left) > 0 {
				t.Errorf("%s: a second update makes of it\n%s", name, again.Data)
			}
		}
	}
}

// TestUpdateLeaves checks that a case is left unchanged if its update would change
// another case.
func TestUpdateLeaves(t *testing.T) {
	runner := &expect.Runner{Catalog: catalog(t)}
	const text = `tests:
- name: first
  response: utter_greet
  expect: &a Hi
- name: second
  response: utter_limit
  expect: Hello
- name: third
  response: utter_gone
  expect: *a
`
	f := readFile(t, text)
	update := runner.Update(f, func(c *expect.Case) bool { return c.Name != "third" })
	want := strings.Replace(text, "expect: Hello", `expect: "A limit.\nAsk again at eighteen.\n"`, 1)
	if string(update.Data) != want {
		t.Errorf("%s\nwant\n%s", update.Data, want)
	}
	if len(update.Left) != 1 || update.Left[0].Name != "first" || len(update.Done) != 1 {
		t.Errorf("done %d, left %v", len(update.Done), update.Left)
	}
}
