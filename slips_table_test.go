package nlgserver_test

// slip is a usual mistake of people who edit response files.
type slip struct {
	name string
	// word is in the message of the first diagnostic: it names the slip.
	word string
	// file is the file. ▸ stands before the place of the mistake, and is not
	// in the file. <U+00A0> stands for the character.
	file string
	// by hand says why no machine can follow the hint.
	byHand string
	// again is how many more lines have the same mistake.
	again int
}

var slips = []slip{
	{name: "no colon after the first name", word: "a colon is missing after utter_ask", file: `
responses:
  utter_ask▸
    - text: "Which one?"
      buttons:
        - title: "yes"
          payload: "/affirm"
  utter_bye:
    - text: Bye
`},
	{name: "no colon after the first name, dashes in its column", word: "a colon is missing after utter_ask", file: `
responses:
  utter_ask▸
  - text: Which one?
`},
	{name: "no colon after the second name", word: "a colon is missing after utter_ask", file: `
responses:
  utter_bye:
    - text: Bye
  utter_ask▸
    - text: Which one?
`},
	{name: "no colon after buttons", word: "a colon is missing after buttons", file: `
responses:
  utter_ask:
    - text: Which one?
      buttons▸
        - title: "yes"
          payload: /affirm
`},
	{name: "no colon after responses", word: "a colon is missing after responses", file: `
version: "3.1"
responses▸
  utter_ask:
    - text: Which one?
`},
	{name: "no colon after responses, the first line", word: "a colon is missing after responses", file: `
responses▸
  utter_ask:
    - text: Which one?
`},
	{name: "no colon after text, quoted", word: "a colon is missing after text", file: `
responses:
  utter_bye:
    - text▸ "Bye"
`},
	{name: "no blank after the colon", word: "a blank is missing after the colon", file: `
responses:
  utter_bye:
    - text: Bye
    - text▸:Hello there
`},
	{name: "no blank after the colon, more keys below", word: "a blank is missing after the colon", file: `
responses:
  utter_bye:
    - text▸:Hello there
      image: a.png
`},
	{name: "no blank after the colon, quoted text", word: "a blank is missing after the colon", file: `
responses:
  utter_bye:
    - text▸:"Hello there"
`},
	{name: "no blank after the colon in a button", word: "a blank is missing after the colon", file: `
responses:
  utter_pick:
    - text: Pick
      buttons:
        - title▸:Yes
          payload: /affirm
`},
	{name: "no blank after the colon in a list of conditions", word: "a blank is missing after the colon", file: `
responses:
  utter_pick:
    - text: Gold
      condition:
        - type▸:slot
          name: tier
          value: gold
    - text: Other
`},
	{name: "full-width colon", word: "full-width colon", file: `
responses:
  utter_b:
    - text▸：你好
`},
	{name: "full-width colon after a name", word: "full-width colon", file: `
responses:
  utter_b▸：
    - text: 你好
`},
	{name: "semicolon for a colon", word: "semicolon", file: `
responses:
  utter_b:
    - text▸; Hello
`},
	{name: "equals sign for a colon", word: "equals sign", file: `
responses:
  utter_b:
    - text ▸= Hello
`},
	{name: "equals sign that touches the key", word: "equals sign", file: `
responses:
  utter_b:
    - text▸= Hello
`},
	{name: "dash before a name", word: "no dash before the name", file: `
responses:
  ▸-utter_bye:
    - text: Bye
`},
	{name: "no blank after the only dash", word: "a blank is missing after the dash", file: `
responses:
  utter_bye:
    ▸-text: Bye
`},
	{name: "no blank after a dash among dashes", word: "a blank is missing after the dash", file: `
responses:
  utter_bye:
  - text: Bye
  ▸-text: See you
`},
	{name: "no blank after the dash of a button", word: "a blank is missing after the dash", file: `
responses:
  utter_ask:
  - text: Pick
    buttons:
    ▸-title: A
     payload: /a
`},
	{name: "no blank after the dash, more keys below", word: "a blank is missing after the dash", file: `
responses:
  utter_ask:
    ▸-text: Pick
      image: a.png
`},
	{name: "en dash", word: "U+2013", file: `
responses:
  utter_bye:
    ▸– text: Bye
`},
	{name: "em dash among dashes", word: "U+2014", file: `
responses:
  utter_bye:
    - text: Bye
    ▸— text: See you
`},
	{name: "bullet", word: "U+2022", file: `
responses:
  utter_bye:
    ▸• text: Bye
`},
	{name: "asterisk for a dash", word: "asterisk", file: `
responses:
  utter_bye:
    ▸* text: Bye
`},
	{name: "two dashes", word: "two dashes", file: `
responses:
  utter_bye:
    ▸-- text: Bye
`},
	{name: "a dash too many", word: "dash", file: `
responses:
  utter_bye:
    - ▸- text: Bye
`},
	{name: "no-break space after the dash", word: "U+00A0 no-break space", file: `
responses:
  utter_bye:
    -▸<U+00A0>text: Bye
`},
	{name: "no-break space after the colon", word: "U+00A0 no-break space", file: `
responses:
  utter_bye:
    - text:▸<U+00A0> hi
`},
	{name: "no-break space before the colon", word: "U+00A0 no-break space", file: `
responses:
  utter_bye▸<U+00A0>:
    - text: hi
`},
	{name: "no-break spaces as indentation", word: "U+00A0 no-break space", file: `
responses:
▸<U+00A0> <U+00A0> utter_a:
<U+00A0> <U+00A0> - text: hi
`, again: 1},
	{name: "no-break space before a key", word: "U+00A0 no-break space", file: `
responses:
  utter_a:
  - text: hi
    buttons:
    - title: A
    ▸<U+00A0> payload: /a
`},
	{name: "ideographic space as indentation", word: "U+3000 ideographic space", file: `
responses:
  utter_a:
  ▸<U+3000>- text: hi
`},
	{name: "zero width space in a name", word: "U+200B zero width space", file: `
responses:
  utter_greet▸<U+200B>:
  - text: hi
`},
	{name: "zero width space before a key", word: "U+200B zero width space", file: `
responses:
  utter_a:
  - text: hi
    ▸<U+200B>channel: slack
  - text: ho
`},
	{name: "soft hyphen in a key", word: "U+00AD soft hyphen", file: `
responses:
  utter_a:
  - text: hi
    but▸<U+00AD>tons: []
`},
	{name: "byte order mark in the middle", word: "U+FEFF byte order mark", file: `
responses:
  utter_a:
  - text: one
▸<U+FEFF>responses:
  utter_b:
  - text: two
`, byHand: "the two parts must be joined"},
	{name: "left-to-right mark in a slot's name", word: "U+200E left-to-right mark", file: `
responses:
  utter_a:
  - text: hi
    condition:
    - type: slot
      name: ▸<U+200E>tier
      value: gold
  - text: ho
`},
	{name: "zero width space in a variable", word: "U+200B zero width space", file: `
responses:
  utter_a:
  - text: hi {name▸<U+200B>}
`},
	{name: "decomposed letter in a variable", word: "U+0308", file: `
slots: {größe: {type: text}}
responses:
  utter_a:
  - text: "hi ▸{gro<U+0308>ße}"
    condition: [{type: slot, name: größe, value: M}]
  - text: hi
`},
	{name: "decomposed letter in a condition", word: "U+0308", file: `
slots: {größe: {type: text}}
responses:
  utter_a:
  - text: "hi"
    condition: [{type: slot, name: ▸gro<U+0308>ße, value: M}]
  - text: ho
`},
	{name: "response in the column of the dashes", word: "is indented like the items", file: `
responses:
  utter_a:
    - text: Hi
    ▸utter_b:
    - text: Ho
`, byHand: "its variations stay where they are"},
	{name: "response in the column of the keys", word: "indented like a key of the variation", file: `
responses:
  utter_a:
    - text: Hi
      ▸utter_b:
    - text: Ho
`},
	{name: "text block in the column of the dash", word: "text block is empty", file: `
responses:
  utter_a:
    - text: ▸|
    Hello there
`},
	{name: "smiley", word: "single '}'", file: `
responses:
  utter_a:
    - text: Covid-19▸} Hi
`},
	{name: "brace too many", word: "single '}'", file: `
responses:
  utter_a:
    - text: Hello {name}▸}
`},
	{name: "text with a colon as an item", word: "text with a colon", file: `
responses:
  utter_a:
    - ▸Note: call us
`},
	{name: "no blank after a colon in custom", word: "a blank is missing after the colon", file: `
responses:
  utter_a:
    - custom:
        kind▸:card
`},
	{name: "no blank after the dash in metadata", word: "a blank is missing after the dash", file: `
responses:
  utter_a:
    - text: Hi
      metadata:
        ▸-template: jinja
`, byHand: "there must be no dash at all"},
	{name: "curly quotes around a name", word: "curly quotes", file: `
responses:
  ▸“utter_a”:
    - text: Hi
`},
	{name: "no-break space after a quoted text", word: "U+00A0 no-break space", file: `
responses:
  utter_a:
    - text: "Hi"▸<U+00A0>
`},
	{name: "zero width space in an empty line", word: "U+200B zero width space", file: `
responses:
  utter_a:
    - text: "Hi"
▸<U+200B>
  utter_b:
    - text: "Ho"
`},
	{name: "no blank after a colon in braces", word: "colon", file: `
responses:
  utter_a:
    - {text▸:Hello}
`},
	{name: "no dash and no blank", word: "a blank is missing after the colon", file: `
responses:
  utter_a:
    text▸:Hi
`},
	{name: "entry behind the name", word: "colon", file: `
responses:
  utter_a: text▸: Hi
`, byHand: "two hints, one after the other"},
	{name: "full-width comma for a colon", word: "full-width comma", file: `
responses:
  utter_a:
    - text▸，Hi
`},
	{name: "text that is a comment", word: "comment", file: `
responses:
  utter_a:
    - text:▸ #sale today
`},
	{name: "unclosed bracket of buttons", word: "never closed", file: `
responses:
  utter_a:
    - text: Hello
      buttons: ▸[{title: A, payload: /a}
`},
	{name: "comma after quoted text", word: "comma", file: `
responses:
  utter_a:
    - text: "Hello"▸,
      image: "a.png"
`},
	{name: "words after quoted text", word: "after the closing quote", file: `
responses:
  utter_a:
    - text: "Hello" ▸{name}
`},
	{name: "full stop after quoted text", word: "after the closing quote", file: `
responses:
  utter_a:
    - text: 'Hello'▸.
`},
	{name: "quotes in double quotes", word: "double quote", file: `
responses:
  utter_a:
    - text: "Say ▸"hello" to her"
`},
	{name: "apostrophe in single quotes", word: "single quote", file: `
responses:
  utter_a:
    - text: 'It▸'s nice'
`},
	{name: "unclosed double quote", word: "never closed", file: `
responses:
  utter_a:
    - text: ▸"Hello
  utter_b:
    - text: "Bye"
`},
	{name: "unclosed single quote", word: "never closed", file: `
responses:
  utter_a:
    - text: ▸'Hello
      image: 'a.png'
`},
	{name: "git conflict, ours", word: "merge conflict", file: `
responses:
  utter_a:
  - text: a
▸<<<<<<< HEAD
    image: "https://bank.example/1.png"
=======
    image: "https://bank.example/2.png"
>>>>>>> branch
`},
	{name: "git conflict, base left", word: "merge conflict", file: `
responses:
  utter_a:
  - text: a
▸||||||| 5f2c1d0
    image: "https://bank.example/2.png"
`},
	{name: "git conflict, separator left", word: "merge conflict", file: `
responses:
  utter_a:
  - text: a
▸=======
    image: "https://bank.example/2.png"
`},
	{name: "git conflict, theirs left", word: "merge conflict", file: `
responses:
  utter_a:
  - text: a
    image: "https://bank.example/2.png"
▸>>>>>>> branch
`},
	{name: "git conflict in valid YAML", word: "merge conflict", file: `
responses:
  utter_a:
  - text: "a
▸<<<<<<< HEAD
 b
=======
 c
>>>>>>> branch
 d"
`},
	{name: "responses inside a list", word: "responses is indented", file: `
intents:
  - greet
  ▸responses:
    utter_greet:
      - text: Hi
`},
	{name: "responses inside a map", word: "responses is indented", file: `
version: "3.1"
slots:
  tier:
    type: text
  ▸responses:
    utter_greet:
      - text: Hi
`},
	{name: "name beside responses", word: "not under responses", file: `
responses:
  utter_a:
    - text: Hi
▸utter_b:
  - text: Ho
`},
	{name: "unclosed variable", word: "never closed", file: `
responses:
  utter_a:
    - text: Hello ▸{name, welcome
`},
	{name: "unclosed variable, quoted", word: "never closed", file: `
responses:
  utter_a:
    - text: "Hello ▸{name"
`},
	{name: "unopened variable", word: "never opened", file: `
responses:
  utter_a:
    - text: Hello name▸}, welcome
`},
	{name: "tab indentation", word: "tab", file: `
responses:
  utter_a:
▸<U+0009>- text: hi
`, byHand: "how many spaces a tab is"},
	{name: "name one space too few", word: "indentation", file: `
responses:
  utter_a:
    - text: Hi
 ▸utter_b:
    - text: Ho
`},
	{name: "key one space too many", word: "indented further", file: `
responses:
  utter_a:
    - text: "Hi"
       ▸image: a.png
`},
	{name: "key in the column of the dash", word: "indented less", file: `
responses:
  utter_a:
    - text: Hi
    ▸image: a.png
`},
	{name: "no dash before a second text", word: "missing dash", file: `
responses:
  utter_a:
    - text: Hi
    ▸text: Ho
`},
	{name: "no dash at all", word: "a dash is missing", file: `
responses:
  utter_a:
    ▸text: Hi
    image: a.png
`},
	{name: "text behind the name", word: "must be a list", file: `
responses:
  utter_a: ▸Hi there
  utter_b:
    - text: Ho
`},
	{name: "bare text", word: "plain string", file: `
responses:
  utter_a:
    - ▸Hi there
`},
	{name: "quoted entry", word: "quotes around", file: `
responses:
  utter_a:
    - ▸"text: Hi there"
`},
	{name: "duplicate key", word: "duplicate key", file: `
responses:
  utter_a:
    - text: Hi
      image: a.png
      ▸image: b.png
`},
	{name: "text starts with @", word: "cannot start with @", file: `
responses:
  utter_a:
    - text: ▸@support is there
`},
	{name: "text starts with %", word: "cannot start with %", file: `
responses:
  utter_a:
    - text: ▸%50 off "today"
`},
	{name: "text starts with a backtick", word: "cannot start with `", file: `
responses:
  utter_a:
    - text: ▸` + "`code` it" + `
`},
	{name: "text starts with *", word: "cannot start with *", file: `
responses:
  utter_a:
    - text: ▸*bold* words
`},
	{name: "text starts with &", word: "cannot start with &", file: `
responses:
  utter_a:
    - text: ▸& more
`},
	{name: "text starts with !", word: "exclamation mark", file: `
responses:
  utter_a:
    - text: ▸!important news
`},
	{name: "text starts with a variable", word: "must be quoted", file: `
responses:
  utter_a:
    - text: ▸{name}, welcome
`},
	{name: "text is a variable", word: "must be quoted", file: `
responses:
  utter_a:
    - text: ▸{answer}
`},
	{name: "text lacks its first quote", word: "must be quoted", file: `
responses:
  utter_a:
    - text: ▸{name}, welcome"
`},
	{name: "text starts with a bracket", word: "must be quoted", file: `
responses:
  utter_a:
    - text: ▸[Sale] now
`},
	{name: "colon in a text", word: "colon", file: `
responses:
  utter_a:
    - text: Note▸: it's closed
`},
	{name: "colon in the second line of a text", word: "colon", file: `
responses:
  utter_a:
    - text: Hello
        our note▸: closed
`, byHand: "the hint is about both lines"},
	{name: "curly quotes around a key", word: "curly quotes", file: `
responses:
  utter_a:
    - ▸“text”: Hello
`},
	{name: "key with a capital", word: `unknown key "Text"`, file: `
responses:
  utter_a:
    - ▸Text: Hello
`},
	{name: "misspelt key", word: `unknown key "txet"`, file: `
responses:
  utter_a:
    - ▸txet: Hello
`},
	{name: "misspelt buttons", word: `unknown key "butons"`, file: `
responses:
  utter_a:
    - text: Hello
      ▸butons:
      - title: A
        payload: /a
`},
	{name: "condition as a map", word: "condition must be a list", file: `
responses:
  utter_a:
    - text: Hello
      condition:
        ▸type: slot
        name: tier
        value: gold
    - text: Ho
`},
	{name: "buttons as a map", word: "buttons must be a list", file: `
responses:
  utter_a:
    - text: Hello
      buttons:
        ▸title: A
        payload: /a
`},
	{name: "text as a list", word: "text must be a string", file: `
responses:
  utter_a:
    - text: ▸[Hello]
`},
	{name: "text as a list in lines", word: "text must be a string", file: `
responses:
  utter_a:
    - text:
        ▸- Hello
        - Hi
`, byHand: "each becomes a variation"},
	{name: "text as a number", word: "text must be a string", file: `
responses:
  utter_a:
    - text: ▸0123
`},
	{name: "key one space behind a block", word: "indented less than the text block", file: `
responses:
  utter_a:
    - text: |
        Hello
       ▸image: a.png
`},
	{name: "text block that is not indented", word: "text block", file: `
responses:
  utter_a:
    - text: ▸|
      Hello there
`},
	{name: "text block that is not indented, as a key", word: "text block", file: `
responses:
  utter_a:
    - text: ▸|
      Note: we are closed
`},
	{name: "text behind the bar", word: "next line", file: `
responses:
  utter_a:
    - text: ▸| Hello
`},
	{name: "text not indented", word: "not a key", file: `
responses:
  utter_a:
    - text: Hello
      ▸there you are
`},
	{name: "unclosed brace of a button", word: "never closed", file: `
responses:
  utter_a:
    - text: Hello
      buttons:
        - ▸{title: A, payload: /a
`},
}

// fine are files with no slip, although they look like one.
var fine = map[string]string{
	"a bare text with a colon": `
responses:
  utter_a:
    - "Note: call us"
`,
	"mixed ends of lines": "responses:\r\n  utter_a:\n    - text: Hi\r\n      image: a.png\n",
	"blank before the colon": `
responses:
  utter_a :
    - text : Hello
`,
	"comment behind a text": `
responses:
  utter_a:
    - text: "Hello" # a greeting
`,
	"Persian name and text": `
responses:
  utter_می<U+200C>خواهم:
    - text: می<U+200C>خواهم
`,
	"no-break space in a French text": `
responses:
  utter_a:
    - text: Comment ça va<U+00A0>?
`,
	"text with marks of a conflict": `
responses:
  utter_a:
    - text: |
        <<<<<<< look here
        =======
`,
}
