package hostile

// models are responses, variations and what is in them.
func models() []Shape {
	return []Shape{
		counted("responses", "responses:\n", "  u#: [{text: a}]\n", ""),
		counted("empty responses", "responses:\n", "  u#: []\n", ""),
		counted("responses without a list", "responses:\n", "  u#: a\n", ""),
		counted("misspelled variations", "responses:\n", "  u#: [{txet: a}]\n", ""),
		counted("responses that are not below responses", "responses: {}\n", "utter_#: [{text: a}]\n", ""),
		counted("responses under another key", "", "Responses#: {utter_a: [{text: a}]}\n", ""),
		counted("numbers as names", "responses:\n", "  #: [{text: a}]\n", ""),
		repeated("variations", "responses:\n  u:\n", "  - text: a\n", ""),
		repeated("bare texts", "responses: {u: [", "a, ", "]}\n"),
		repeated("bare texts in lines", "responses:\n  u:\n", "  - a\n", ""),
		counted("distinct variations", "responses:\n  u:\n", "  - text: a#\n", ""),
		counted("ids", "responses:\n  u:\n", "  - {id: i#, text: a}\n", ""),
		repeated("equal ids", "responses:\n  u:\n", "  - {id: i, text: a}\n", ""),
		counted("channels", "responses:\n  u:\n", "  - {channel: c#, text: a}\n", ""),
		repeated("unknown keys", "responses:\n  u:\n  - text: a\n", "    txet: a\n", ""),
		counted("distinct unknown keys", "responses:\n  u:\n  - text: a\n", "    txet#: a\n", ""),
		counted("unknown keys in variations", "responses:\n  u:\n", "  - {text: a, txet#: b}\n", ""),
		repeated("a long unknown key", "responses:\n  u:\n  - text: a\n    ? \"", "k", "\"\n    : b\n"),
		repeated("a long name of a response", "responses:\n  ? \"", "k", "\"\n  : [{text: a}]\n"),
		repeated("a long id", "responses: {u: [{text: a, id: \"", "k", "\"}]}\n"),
		repeated("a long channel", "responses: {u: [{text: a, channel: \"", "k", "\"}]}\n"),
		repeated("buttons", "responses:\n  u:\n  - text: a\n    buttons:\n", "    - {title: a, payload: /b}\n", ""),
		counted("buttons with payloads", "responses:\n  u:\n  - text: a\n    buttons:\n", "    - {title: a#, payload: '/b{\"c\": \"{d#}\"}'}\n", ""),
		repeated("a long payload", "responses: {u: [{text: a, buttons: [{title: a, payload: '/a{", "\"b\": \"c\",", "}'}]}]}\n"),
		repeated("a deep payload", "responses: {u: [{text: a, buttons: [{title: a, payload: '/a", "{\"b\": ", "'}]}]}\n"),
		repeated("a SetSlots payload", "responses: {u: [{text: a, buttons: [{title: a, payload: '/SetSlots(", "a=b, ", ")'}]}]}\n"),
		repeated("buttons that are texts", "responses:\n  u:\n  - text: a\n    buttons:\n", "    - title:a\n", ""),
		counted("translations", "responses:\n  u:\n  - text: a\n    translation:\n", "      l#: b\n", ""),
		counted("translations of a button", "responses:\n  u:\n  - text: a\n    buttons:\n    - title: a\n      translation:\n", "        l#: {title: b}\n", ""),
		counted("translations of buttons", "responses:\n  u:\n  - text: a\n    buttons:\n", "    - {title: a, translation: {l#: {title: b}}}\n", ""),
		counted("translations in variations", "responses:\n  u:\n", "  - {text: a, translation: {l#: b}}\n", ""),
		repeated("custom", "responses: {u: [{custom: {a: [", "b,", "]}}]}\n"),
		counted("custom keys", "responses: {u: [{custom: {", "a#: b,", "}}]}\n"),
		repeated("custom maps", "responses: {u: [{custom: {a: [", "{b: c},", "]}}]}\n"),
		repeated("custom with variables", "responses: {u: [{custom: {a: [", "'{b}',", "]}}]}\n"),
		repeated("custom with NaN", "responses: {u: [{custom: {a: [", ".nan,", "]}}]}\n"),
		repeated("elements", "responses:\n  u:\n  - text: a\n    elements:\n", "    - a\n", ""),
		repeated("placeholders", "responses:\n", "  u: [{text: '# TODO: write this response'}]\n", ""),
		repeated("Mantle", "", "u: a\n", ""),
		counted("texts of Mantle", "responses:\n", "  u#: {text: a}\n", ""),
	}
}

// many is content of many files.
func many() []Shape {
	return []Shape{
		files("files", "d/x#.yml", "responses:\n  utter_%:\n  - text: a\n"),
		files("files of one response", "d/x#.yml", "responses:\n  utter_a:\n  - text: a\n"),
		files("copies", "d/x (#).yml", "responses:\n  utter_a:\n  - text: a\n"),
		files("broken files", "d/x#.yml", "responses:\n  utter_a:\n  - text: [a\n"),
		files("empty files", "d/x#.yml", "\n"),
		files("files with many findings", "d/x#.yml", "responses: {"+manyFindings+"}\n"),
		files("files of a megabyte", "d/x#.yml", "responses:\n  utter_%:\n"+megabyte),
		files("files of a megabyte of values", "d/x#.yml", "responses: {u%: [{text: a, custom: {a: ["+megabyteOfValues+"]}}]}\n"),
	}
}
