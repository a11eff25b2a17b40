package desktest

// Shop is content with an example of everything that a response can have.
func Shop() *Content {
	return NewContent(
		Raw("domain.yml", `version: "3.1"
intents: [order_card, deny]
slots:
  tier: {type: categorical, values: [gold, silver], mappings: [{type: custom}]}
  vip: {type: bool, mappings: [{type: custom}]}
  amount: {type: float, mappings: [{type: custom}]}
  name: {type: text, mappings: [{type: custom}]}
  basket: {type: list, mappings: [{type: custom}]}
`),
		File("shop/offers.yml", `
# Said at the end of an order.
# Legal has approved it.
utter_offer:
- text: "The usual offer, {name}."
- text: On Slack anyone
  channel: slack
- text: "Gold offer for {name}: {amount} EUR"
  id: gold_offer
  condition: [{type: slot, name: tier, value: gold}]
  translation: {de: "Gold-Angebot für {name}: {amount} EUR"}
  buttons:
  - title: Order it
    payload: '/order_card{{"name":"{name}"}}'
    translation: {de: {title: Bestellen}}
  - title: Not now
    payload: /deny
- text: Gold on Slack
  channel: slack
  condition: [{type: slot, name: tier, value: gold}]
- text: For important people
  condition: slots.vip is true and slots.amount > 100
utter_picture:
- text: Look
  image: "https://pictures.example/card.png"
utter_custom:
- custom: {type: map, zoom: 14, query: "near {name}"}
  metadata: {template: jinja, owner: maps}
utter_slip:
- text: "Good {name"
  translation: {de: "Gut, {namee}"}
utter_basket:
- text: "{% for item in basket %}{{ item }}, {% endfor %}done"
  metadata: {template: jinja}
utter_goodbye:
- text: Bye
- text: See you
`),
	)
}
