package lint_test

import (
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/lint"
)

// block writes a response with one variation in block style: its lines start at
// line 3, column 5.
func block(lines string) string { return "responses:\n  utter_x:\n  - " + lines + "\n" }

func TestCutText(t *testing.T) {
	on := lint.Options{Enabled: []diag.Code{diag.TextComment}}
	const button = "text: a\n    buttons:\n    - payload: /a\n      title: "
	runCases(t, []findCase{
		{name: "number", text: block("text: We are #1 in Europe"), want: "3:18 100", says: "`\"We are #1 in Europe\"`"},
		{name: "hashtag", text: block("text: Follow us  #rasa #nlg"), want: "3:22 100", says: "`\"Follow us  #rasa #nlg\"`"},
		{name: "variable", text: block("text: Ticket #{number} is open"), want: "3:18 100"},
		{name: "nothing behind it", text: block("text: Now press #"), want: "3:21 100", says: `users read "Now press"`},
		{name: "open bracket", text: block("text: Room 5 (door # 12)"), want: "3:24 100"},
		{name: "open quote", text: block(`text: Press "mute (key # 5)" now`), want: "3:28 100", says: "`'Press \"mute (key # 5)\" now'`"},
		{name: "comma", text: block("text: Press 1, 2, # or 3"), want: "3:23 100"},
		{name: "rest of a sentence", text: block("text: Please press # to continue."), want: "3:24 100"},
		{name: "key of a telephone", text: block("text: Press # to go back"), want: "3:17 100"},
		{name: "joining word", text: block("text: Wait for the # sign"), want: "3:24 100"},
		{name: "title", text: block(button + "Agent #5"), want: "6:20 100"},
		{name: "variable behind a blank", text: block("text: Your order # {number} has shipped"), want: "3:22 100"},
		{name: "number behind a blank", text: block("text: Your invoice # 123 is paid"), want: "3:24 100"},
		{name: "number of things", text: block("text: Total # of items"), want: "3:17 100"},
		{name: "name of a key", text: block("text: End with the hash key # now"), want: "3:33 100"},
		{name: "Spanish key", text: block("text: Pulse # para terminar"), want: "3:17 100"},
		{name: "French key", text: block("text: Appuyez sur # pour terminer"), want: "3:23 100"},
		{name: "German key", text: block("text: Drücken Sie # um fortzufahren"), want: "3:23 100"},
		{name: "Portuguese key", text: block("text: Pressione # para continuar"), want: "3:21 100"},
		{name: "Vietnamese key", text: block("text: Nhấn phím # để kết thúc"), want: "3:21 100"},
		{name: "Russian key", text: block("text: Нажмите # для завершения"), want: "3:19 100"},
		{name: "Chinese key", text: block("text: 结束请按 # 键"), want: "3:16 100"},
		{name: "Japanese key", text: block("text: 終了するには # を押してください"), want: "3:18 100"},
		{name: "nothing but a comment", text: block(button + "#5"), want: "5:7 074", says: "`title: \"#5\"`"},
		{name: "several lines", text: block("text: We are\n      the #1"), want: "4:11 100", says: "`\"We are the #1\"`"},
		{name: "flow", text: response("text: We are #1 here\n    "), want: "3:19 100"},
		{name: "translation", text: block("text: Nummer eins\n    translation:\n      de: Wir sind #1"), want: "5:20 100"},
		{name: "elements", text: block("text: a\n    elements:\n    - title: Room #1"), want: "5:19 100"},
		{name: "payload", text: block("text: a\n    buttons:\n    - title: b\n      payload: Room #5"), want: "6:21 100", says: `it is "Room" and nothing more`},
		{name: "condition", text: block("text: a\n    condition:\n    - {type: slot, name: b, value: room #5\n      }\n  - text: c"), want: "5:41 100"},
		{name: "condition with a comment", text: block("text: a\n    condition:\n    - {type: slot, name: b, value: room # five\n      }\n  - text: c")},
		{name: "in curly quotes", text: block("text: “We are #1”"), want: "3:19 100", says: "`\"We are #1\"`"},
		{name: "with an escape", text: block(`text: One\n#1 two #2`), want: "3:23 100", says: "`\"One\\n#1 two #2\"`"},
		{name: "in quotes", text: block(`text: "We are #1" # or not`)},
		{name: "in a block", text: block("text: |\n      We are #1")},
		{name: "without a blank", text: block("text: C# and F#")},
		{name: "another key", text: block("text: a\n    channel: slack #1\n  - text: b")},
		{name: "comment", text: block("text: Hello there # the greeting")},
		{name: "comment that is a sentence", text: block("text: Here you go # the link is filled by action_link.")},
		{name: "question to a colleague", text: block("text: Here you go # why do we have this?")},
		{name: "comment on a use", text: block("text: Good morning # used by the greet story.")},
		{name: "comment about a number", text: block("text: Thanks for calling # 2nd variation")},
		{name: "comment about a time", text: block("text: Are you sure # to be shortened")},
		{name: "comment without a blank", text: block("text: Hello #not used")},
		{name: "language", text: block("text: Hello #en")},
		{name: "comment on a title", text: block(button + "Yes # the default.")},
		{name: "comment with an own sentence", text: block("text: Hello there # The greeting.")},
		{name: "comment after a sentence", text: block("text: Hello there! # says hello.")},
		{name: "note", text: block("text: Hello #TODO shorten")},
		{name: "line taken out", text: block("text: Hello #channel: slack")},
		{name: "ruler", text: block("text: Hello #----")},
		{name: "ignored", text: block("text: Hello # nlg:ignore NLG111"), opts: on},
		{name: "comment, asked for", text: block("text: Hello there # the greeting"), opts: on, want: "3:23 111", says: "if it is part of the text, put the text in quotes: `\"Hello there # the greeting\"`"},
	})
}

func TestWrittenEscape(t *testing.T) {
	runCases(t, []findCase{
		{name: "plain", text: block(`text: one\ntwo`), want: "3:14 101", says: "`\"one\\ntwo\"`"},
		{name: "single quotes", text: block(`text: 'one "and" \n two\t\3'`), want: "3:22 101", says: "`\"one \\\"and\\\" \\n two\\t\\\\3\"`"},
		{name: "quote", text: block(`text: 'say \"hi\"'`), want: "3:16 101", says: "`\"say \\\"hi\\\"\"`"},
		{name: "apostrophe", text: block(`text: it\'s`), want: "3:13 101", says: "`\"it's\"`"},
		{name: "code", text: block(`text: caf\u00e9`), want: "3:14 101", says: "`\"caf\\u00e9\"`"},
		{name: "block", text: block("text: |\n      one\\n\n      two"), want: "4:10 101", says: "`\"one\\n\\ntwo\\n\"`"},
		{name: "title", text: block(`text: a` + "\n" + `    buttons: [{title: 'a\nb', payload: /a}]`), want: "4:25 101"},
		{name: "translation", text: block("text: a\n    translation:\n      de: a\\nb"), want: "5:12 101"},
		{name: "custom", text: block("text: a\n    custom: {blocks: [{text: 'a\\nb'}]}"), want: "4:32 101"},
		{name: "custom in JSON", text: block("text: a\n    custom: {text: '{{\"a\": \"x\\ny\"}}'}")},
		{name: "payload", text: block("text: a\n    buttons: [{title: a, payload: '/a{{\"b\": \"c\\nd\"}}'}]")},
		{name: "double quotes", text: block(`text: "a\nb\\n\u00e9"`)},
		{name: "path with a blank", text: block(`text: 'Go to C:\Program Files\new app\tools'`)},
		{name: "path before a new line", text: block(`text: 'Save to C:\docs\nThen close'`), want: "3:27 101", says: "`\"Save to C:\\\\docs\\nThen close\"`"},
		{name: "relative path", text: block(`text: 'Open .\notes.txt or ..\new\a.txt'`)},
		{name: "variable of a path", text: block(`text: 'Open %TEMP%\new.txt'`)},
		{name: "key of a registry", text: block(`text: 'See HKEY_LOCAL_MACHINE\Software\tools'`)},
		{name: "account", text: block(`text: 'Log in as ACME\tom, ACME\ruth'`)},
		{name: "regular expression", text: block(`text: 'It must match \w+\s\n'`)},
		{name: "LaTeX", text: block(`text: '\(\frac ab \times \theta\)'`)},
		{name: "LaTeX by name", text: block(`text: 'In LaTeX, write \newline or \textbf'`)},
		{name: "code", text: block(`text: 'Write print("a\nb") or "\n"'`)},
		{name: "JSON inside", text: block(`text: 'Send {{"text": "a\nb"}}'`)},
		{name: "variables at both ends", text: block(`text: '{name}\n{age}'`), want: "3:18 101"},
		{name: "brackets at both ends", text: block(`text: '[yes]\n[no]'`), want: "3:17 101"},
		{name: "tabs between values", text: block(`text: 'Name:\t{name}'`), want: "3:17 101"},
		{name: "tab and line break", text: block(`text: 'a\tb\nc'`), want: "3:13 101", says: "`\"a\\tb\\nc\"`"},
		{name: "path", text: block(`text: 'Open C:\new\temp or \\server\new'`)},
		{name: "formula", text: block(`text: 'Then $x \neq \theta$'`)},
		{name: "code in a text", text: block("text: 'Write `\\n` for a new line'")},
		{name: "Jinja", text: block("text: \"{{ items | join('\\\\n') }}\"\n    metadata: {template: jinja}")},
		{name: "Jinja in a block", text: block("text: |\n      {{ items | join('\\n') }}\n    metadata: {template: jinja}")},
		{name: "beside Jinja", text: block("text: 'a {{ b }}\\nc'\n    metadata: {template: jinja}"), want: "3:21 101"},
		{name: "Markdown", text: block(`text: 1\. a \* b \- c`)},
	})
}

func TestStrayQuotes(t *testing.T) {
	runCases(t, []findCase{
		{name: "curly", text: block("text: “Hello there”"), want: "3:11 102", says: "`\"Hello there\"`"},
		{name: "low", text: block("text: „Hallo“"), want: "3:11 102"},
		{name: "single", text: block("text: ‘It’s me’"), want: "3:11 102", says: "`\"It’s me\"`"},
		{name: "mixed", text: block("text: “Hello\""), want: "3:11 102", says: "`\"Hello\"`"},
		{name: "with straight quotes inside", text: block(`text: “Say "hi"”`), want: "3:11 102", says: "`'Say \"hi\"'`"},
		{name: "title", text: block("text: a\n    buttons: [{title: “Yes”, payload: “/a”}]"), want: "4:23 102, 4:39 102"},
		{name: "condition", text: block("text: a\n    condition: [{type: slot, name: b, value: “gold”}]\n  - text: c"), want: "4:46 102", says: "part of this value"},
		{name: "left at the end", text: block(`text: Hello there"`), want: "3:22 102", says: "`\"Hello there\"`"},
		{name: "left at the end of a quoted text", text: block(`text: 'Hello"'`), want: "3:17 102"},
		{name: "left at the start", text: block(`text: '"Hello'`), want: "3:12 102"},
		{name: "curly left", text: block("text: Hello”"), want: "3:16 102"},
		{name: "on purpose", text: block("text: \"“Hello there”\"")},
		{name: "in the middle", text: block("text: “Yes” or “no”")},
		{name: "guillemets", text: block("text: «Bonjour»")},
		{name: "with an escape", text: block(`text: “One\ntwo”`), want: "3:11 102", says: "`\"One\\ntwo\"`"},
		{name: "path in curly quotes", text: block(`text: “C:\new”`), want: "3:11 102", says: "`'C:\\new'`"},
		{name: "nothing in curly quotes", text: block("text: “”"), want: "3:11 102", says: "`\"\"`"},
		{name: "quoted at the start", text: block("text: ‘Yes’ and the students’")},
		{name: "fraction of an inch", text: block(`text: A pipe of ¾"`)},
		{name: "inches behind a blank", text: block(`text: A screen of 55 "`)},
		{name: "balanced", text: block(`text: He said "no"`)},
		{name: "inches", text: block(`text: A pipe of 12"`)},
		{name: "apostrophe", text: block("text: Your friends'")},
		{name: "block", text: block("text: |\n      say \"hi")},
	})
}

func TestInvisibleText(t *testing.T) {
	runCases(t, []findCase{
		{name: "zero width", text: block("text: a\u200bb"), want: "3:12 103", says: "U+200B zero width space"},
		{name: "several", text: block("text: a\u200bb\ufeff c\u200b"), want: "3:12 103", says: "; 2 more follow in this text"},
		{name: "title and payload", text: block("text: a\n    buttons: [{title: \"a\u00ad\", payload: \"/a{{\\\"b\\\": \\\"New\u00a0York\\\"}}\"}]"), want: "4:25 103, 4:55 103"},
		{name: "elements", text: block("text: a\n    elements: [{title: \"a\u200b\"}]"), want: "4:26 103"},
		{name: "written out", text: block(`text: "10\u00a0\u20ac\u200b"`)},
		{name: "French", text: block("text: \"Combien\u00a0?\"")},
		{name: "Persian", text: block("text: \"می\u200cخواهم\"")},
		{name: "emoji", text: block("text: \"👩\u200d💻\"")},
	})
}

func TestMarkup(t *testing.T) {
	on := func(names ...string) lint.Options { return lint.Options{For: names} }
	all := lint.Options{Enabled: []diag.Code{diag.PerhapsMarkup}}
	runCases(t, []findCase{
		{name: "tag", text: block("text: This is <b>bold</b>"), opts: on("telegram"), want: "3:19 104", says: `Telegram shows no HTML: users read "<b>" as written`},
		{name: "break", text: block("text: one<br/>two"), opts: on("slack"), want: "3:14 104"},
		{name: "entity", text: block("text: AT&amp;T"), opts: on("telegram"), want: "3:13 104", says: "write `&`"},
		{name: "entity on Slack", text: block("text: AT&amp;T"), opts: on("slack")},
		{name: "number of an entity", text: block("text: it&#39;s"), opts: on("twilio"), want: "3:13 104", says: "write `'`"},
		{name: "link", text: block("text: See [the page](https://a.example/b)"), opts: on("slack"), want: "3:15 105", says: "write `<https://a.example/b|the page>`"},
		{name: "link elsewhere", text: block("text: See [the page](https://a.example/b)"), opts: on("facebook"), want: "3:15 105", says: "write `the page: https://a.example/b`"},
		{name: "link to a variable", text: block("text: See [the page]({page})"), opts: on("facebook"), want: "3:15 105", says: "write `the page: {page}`"},
		{name: "bold", text: block("text: This is **bold**"), opts: on("slack"), want: "3:19 105", says: "write `*bold*`"},
		{name: "both", text: block("text: <b>a</b> &amp; **b**"), opts: on("telegram"), want: "3:11 104, 3:26 105"},
		{name: "bold on several", text: block("text: This is **bold**"), opts: on("slack", "telegram"), want: "3:19 105", says: "write `bold`"},
		{name: "title", text: block("text: a\n    buttons: [{title: \"**b**\", payload: /a}]"), opts: on("facebook"), want: "4:24 105"},
		{name: "translation", text: block("text: a\n    translation: {de: \"**b**\"}"), opts: on("facebook"), want: "4:24 105"},
		{name: "rendered", text: block("text: This is **bold**"), opts: on("mattermost")},
		{name: "not known", text: block("text: This is **bold**"), opts: on("socketio")},
		{name: "channel of the variation", text: response(`text: "**a**", channel: slack`, "text: b"), want: "3:13 105"},
		{name: "channel that the content names", text: response("text: a, channel: slack", "text: b") + "  utter_y:\n  - text: \"**c**\"\n", want: "6:12 105"},
		{name: "channel of the credentials", text: "# file: domain.yml\n" + block("text: \"**a**\"") + "# file: credentials.yml\nrest:\nfacebook: {verify: x}\n", want: "3:12 105", says: "Facebook Messenger shows no Markdown"},
		{name: "channel with its own variation", text: response("text: a, channel: slack", `text: "**c**"`)},
		{name: "a program of one's own", text: response(`text: "**a**", channel: socketio`, "text: b")},
		{name: "nothing named", text: block("text: This is **bold**")},
		{
			name: "nothing named, asked for", text: response(`text: "**a**"`, `text: "<i>c</i> **b**"`, `text: "[d](https://e.example)"`, `text: "**f**"`),
			opts: all, want: "3:13 112, 4:13 112", says: "not every channel shows Markdown: 2 other texts have it too",
		},
		{
			name: "first in the file", text: "responses:\n  utter_z:\n  - text: \"**a**\"\n  utter_a:\n  - text: \"**b**\"\n",
			opts: all, want: "3:12 112", says: "1 other text has it too",
		},
		{name: "custom", text: block("text: a\n    custom: {text: \"**b**\"}"), opts: on("facebook")},
		{name: "placeholders", text: block("text: Say order <p1>, <table number>, <a> or <code sent by SMS>"), opts: on("telegram")},
		{name: "comparison", text: block("text: if a<b and b>c"), opts: on("telegram")},
		{name: "attribute", text: block("text: See <a href=\"https://a.example\">this"), opts: on("telegram"), want: "3:15 104"},
		{name: "closing tag alone", text: block("text: See this</b>"), opts: on("telegram"), want: "3:19 104"},
		{name: "no markup", text: block("text: 2 ** 3 < 4 & [5] (6) **"), opts: on("telegram")},
	})
}

func TestBlankText(t *testing.T) {
	on := lint.Options{Enabled: []diag.Code{diag.EmptyText}}
	runCases(t, []findCase{
		{name: "spaces", text: block(`text: "  "`), want: "3:11 106", says: "or nothing between the quotes"},
		{name: "invisible", text: block("text: \"\\u200b\""), want: "3:11 106"},
		{name: "invisible, not written out", text: block("text: \"\u200b\""), want: "3:11 106"},
		{name: "line breaks", text: block("text: |+\n\n\n"), want: "3:11 106"},
		{name: "translation", text: block("text: a\n    translation: {de: \" \", es: \"\"}"), opts: on, want: "4:23 106, 4:32 118"},
		{name: "bare", text: block(`" "`), want: "3:5 028, 3:5 106"},
		{name: "empty", text: block(`text: ""`)},
		{name: "empty, asked for", text: block(`text: ""`), opts: on, want: "3:11 113"},
		{name: "beside buttons", text: block("text: \" \"\n    buttons: [{title: a, payload: /a}]")},
		{name: "beside custom", text: block("text: \" \"\n    custom: {a: b}")},
		{name: "beside an image", text: block("text: \" \"\n    image: https://a.example/b.png")},
	})
}

func TestElements(t *testing.T) {
	slots := "slots: {card: {type: text}}\n"
	element := func(keys string) string {
		return slots + "responses:\n  utter_x:\n  - text: a\n    elements:\n    - {" + keys + "}\n"
	}
	runCases(t, []findCase{
		{name: "variable", text: element(`title: "Card {card}"`), want: "6:21 107", says: "Rasa fills no variables in elements"},
		{name: "Jinja", text: element(`title: "{{ card }}{% if a %}"`), want: "6:16 107"},
		{name: "in a button", text: element(`title: a, buttons: [{title: b, payload: '/b{"c": "{card}"}'}]`), want: "6:58 107"},
		{name: "payload", text: element(`title: a, buttons: [{title: b, payload: "/b{'c': 1}"}]`), want: "6:51 072", says: "write `payload: '/b{\"c\": 1}'`"},
		{name: "payload with doubled braces", text: element(`title: a, buttons: [{title: b, payload: '/b{{"c": 1}}'}]`), want: "6:51 072"},
		{name: "payload that is right", text: element(`title: a, buttons: [{title: b, payload: '/b{"c": 1}'}]`)},
		{name: "braces", text: element(`title: "a {} {1} { }"`)},
	})
}

func TestQuotedEnv(t *testing.T) {
	env := func(name string) (string, bool) { return "110", name == "help_line" || name == "HELP_LINE" }
	for _, tt := range []struct{ name, text, want, says string }{
		{"set", block(`text: "Call ${HELP_LINE} now"`), "3:17 108", "write the text without quotes: `Call ${HELP_LINE} now`"},
		{"set, in small letters", block(`text: 'Call ${help_line}'`), "3:17 108", "help_line is set"},
		{"in capitals", block(`text: 'Call ${PHONE}'`), "3:17 108", "not set here"},
		{"not in capitals", block(`text: 'Pay ${price} now'`), "", ""},
		{"a slot in capitals", "slots: {PRICE: {type: text}}\n" + block(`text: 'Pay ${PRICE} now'`), "", ""},
		{"block", block("text: |\n      Call ${HELP_LINE}"), "4:12 108", "in a block"},
		{"needs quotes", block(`text: "Call: ${HELP_LINE}"`), "3:18 108", "pass the value as a slot"},
		{"in a flow", response(`text: "Call ${HELP_LINE}"`), "3:18 108", "pass the value as a slot"},
		{"elements", block("text: a\n    elements:\n    - title: \"Call ${HELP_LINE}\""), "5:20 108", ""},
		{"replaced", block("text: Call ${HELP_LINE} now"), "", ""},
		{"replaced in a text that is cut", block("text: Call ${HELP_LINE} #1"), "3:11 100", "in quotes, ${HELP_LINE} is not replaced"},
		{"replaced in curly quotes", block("text: “Call ${HELP_LINE}”"), "3:11 102", "remove them"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found := findIn(t, tt.text, env)
			if got := brief(found); got != tt.want {
				t.Errorf("found %q, want %q: %v", got, tt.want, found)
			}
			if tt.says != "" && !says(found, tt.says) {
				t.Errorf("%q is missing: %v", tt.says, found)
			}
		})
	}
}

func TestBraces(t *testing.T) {
	slots := "slots: {owner: {type: text}}\n"
	runCases(t, []findCase{
		{name: "payload", text: response(`text: a, buttons: [{title: b, payload: '/c{"owner": "{owner}"}'}]`), want: "3:48 109", says: "`/c{{\"owner\": \"{owner}\"}}`"},
		{name: "text", text: slots + response(`text: 'Raw: {"a": {"b": "{owner}"}}'`), want: "4:18 109", says: "`Raw: {{\"a\": {{\"b\": \"{owner}\"}}}}`"},
		{name: "two", text: response(`text: '{"a": "{b}"}', buttons: [{title: '{"c": "{d}"}', payload: /e}]`), want: "3:13 109, 3:47 109"},
		{name: "in double quotes", text: response(`text: a, buttons: [{title: b, payload: "/c{\"owner\": \"{owner}\"}"}]`), want: "3:48 109", says: "`'/c{{\"owner\": \"{owner}\"}}'`"},
		{name: "apostrophe in single quotes", text: response(`text: '{"a": "it''s {b}"}'`), want: "3:13 109", says: "`'{{\"a\": \"it''s {b}\"}}'`"},
		{name: "doubled", text: response(`text: 'Raw: {{"a": "{owner}"}}'`)},
		{name: "with JSON that is no variable", text: response(`text: 'set {"a": 1} {name}'`), want: "3:17 058", says: "template: jinja"},
		{name: "Jinja in single braces", text: response(`text: "Hi {name}, {{ other }} {% if a %}{b}{% endif %}", metadata: {template: jinja}`), want: "3:16 110, 3:46 110", says: "write `{{ name }}`"},
		{name: "raw Jinja", text: response(`text: "{% raw %}{name}{% endraw %} {{ a }}", metadata: {template: jinja}`)},
		{name: "JSON in Jinja", text: response(`text: '{"a": {{ b }}}', metadata: {template: jinja}`)},
		{name: "inside of Jinja", text: response(`text: "{# {a} #}{{ {b} }}", metadata: {template: jinja}`), want: "3:25 053"},
	})
}

func TestUnmarkedJinja(t *testing.T) {
	slots := "slots: {name: {type: text}}\n"
	runCases(t, []findCase{
		{name: "name", text: slots + response(`text: "Hello {{ name }}"`), want: "4:19 059", says: `users read "Hello { name }"`},
		{name: "names", text: slots + response(`text: "Hello {{ name }} {{name}}"`), want: "4:19 059", says: "write `Hello {name} {name}`"},
		{name: "escaped quotes", text: response(`text: "Say \"{{ name }}\""`), want: "3:19 059", says: "write `'Say \"{name}\"'`"},
		{name: "a slot without blanks", text: slots + response(`text: "Hello {{name}}"`), want: "4:19 059", says: "write `{name}`"},
		{name: "another name without blanks", text: slots + response(`text: "Write {{word}}"`)},
		{name: "filter", text: response(`text: "{{ name | upper }}"`), want: "3:13 059"},
		{name: "part", text: response(`text: "{{ user.name }} {{ items[0] }}"`), want: "3:13 059"},
		{name: "call", text: response(`text: "{{ name.upper() }}"`), want: "3:13 059"},
		{name: "choice", text: response(`text: "{{ 'a' if b else 'c' }}"`), want: "3:13 059"},
		{name: "tag", text: response(`text: "{% if name %}Hi{% endif %}"`), want: "3:13 059"},
		{name: "a name beside a variable", text: response(`text: "{name} {{ name }}"`), want: "3:20 055", says: "that also has \"{{ name }}\""},
		{name: "more than a name beside a variable", text: response(`text: "{name} {{ name | upper }}"`), want: "3:20 059", says: "all of its texts are Jinja then"},
		{name: "single braces too", text: response(`text: "Hi {name}{% if a %} {{b}}{% endif %}"`), want: "3:22 059", says: "all of its texts are Jinja then, so write `{{ name }}`"},
		{name: "raises", text: response(`text: "{% if a %}{{ b }}} {% endif %}"`), want: "3:13 059", says: "the bot sends nothing"},
		{name: "title", text: response(`text: a, buttons: [{title: "{{ name }}", payload: /a}]`), want: "3:34 059"},
		{name: "with metadata", text: response(`text: "{{ name|upper }}", metadata: {a: b}`), want: "3:13 059", says: "add `template: jinja` to the metadata"},
		{name: "other engine named", text: response(`text: "{{ name|upper }}", metadata: {template: format}`), want: "3:13 059", says: "write `template: jinja` in"},
		{name: "marked", text: response(`text: "{{ name }}", metadata: {template: jinja}`)},
		{name: "comment", text: response(`text: "{# morning #}Hi"`), want: "3:13 059"},
		{name: "parentheses", text: response(`text: "{{ (a or b) }}"`), want: "3:13 059"},
		{name: "not", text: response(`text: "{{ not a }}{{ 1 + b }}"`), want: "3:13 059"},
		{name: "blank control", text: response(`text: "{{- name -}}"`), want: "3:13 059"},
		{name: "JSON", text: response(`text: '/a{{"b": "c"}} {{}} {{"d"}}'`)},
		{name: "style sheet", text: response(`text: ".a {{ color: red; margin: 0 }}"`)},
		{name: "value in braces", text: response(`text: "{{{name}}}"`)},
		{name: "no end", text: response(`text: "{{ name | upper }"`), want: "3:29 050"},
	})
}
