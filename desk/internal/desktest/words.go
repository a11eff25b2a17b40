package desktest

// Words is content to write in: with comments, quotes and an order that must stay.
const Words = `# Ann's words: keep them short.
version: "3.1"
responses:
  utter_hi:
  - text: "Hello {name}" # said first
    translation:
      de: 'Hallo {name}'
    buttons:
    - {title: "Yes", payload: /affirm}
    - {title: "No", payload: /deny}
    - {title: "Later", payload: /later}
  utter_bye:
  - text: Bye
    translation: {de: Tschüss}
  - text: "Goodbye"
    condition:
    - type: slot
      name: tier
      value: gold
`

// WordsDomain is the domain of [Words].
const WordsDomain = `version: "3.1"
slots:
  name: {type: text, mappings: [{type: custom}]}
  tier: {type: categorical, values: [gold, silver], mappings: [{type: custom}]}
  vip: {type: bool, mappings: [{type: custom}]}
`

// wordsTests are expectations of Words.
const wordsTests = `tests:
- response: utter_bye
  name: says bye
  expect: Bye
`
