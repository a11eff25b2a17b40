package desktest

// HalfTranslated has texts in each state.
func HalfTranslated() *Content {
	return NewContent(File("texts.yml", `
utter_welcome:
- text: "Welcome back, {name}. Your {card} is ready."
  condition: [{type: slot, name: tier, value: gold}]
  translation: {de: "Willkommen zurück, {name}.", ar: "مرحبا {name}، بطاقتك {card} جاهزة."}
- text: Welcome
  translation: {de: Willkommen}
utter_block:
- text: Shall I block it?
  channel: slack
  translation: {de: ""}
  buttons:
  - title: "Yes"
    payload: /affirm
    translation: {de: {title: Ja}}
  - title: Not now
    payload: /deny
utter_ok:
- text: OK
  translation: {de: OK}
`))
}
