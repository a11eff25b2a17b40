package nlg_test

import (
	"fmt"
	"math/rand/v2"

	"nlgserver/nlg"
)

const membership = `
responses:
  utter_welcome:
    - text: "Welcome back, {name}."
      id: member
      condition:
        - {type: slot, name: tier, value: gold}
    - text: "Welcome."
`

// Compile content, render a response, and explain the selection.
func Example() {
	catalog, diagnostics := nlg.Compile([]nlg.File{{Path: "responses.yml", Data: []byte(membership)}}, nlg.Options{})
	if catalog == nil {
		fmt.Println(diagnostics)
		return
	}
	request := &nlg.Request{Response: "utter_welcome", Slots: nlg.Values("name", "Ann", "tier", "Gold")}
	message, _ := catalog.Render(request, rand.New(rand.NewPCG(1, 2)))
	fmt.Println(string(message.JSON))
	explanation, _ := catalog.Explain(request)
	for i, v := range explanation.Variations {
		fmt.Printf("%d: %s\n", i, v.Why)
	}
	// Output:
	// {"text":"Welcome back, Ann.","id":"member"}
	// 0: in the first group that has an eligible variation: condition
	// 1: the group "condition" comes before "default"
}

// Diagnostics are data: position, code, message and hint.
func ExampleCompile() {
	_, diagnostics := nlg.Compile([]nlg.File{{Path: "responses.yml", Data: []byte("responses:\n  utter_age:\n    - text: 42\n")}}, nlg.Options{})
	fmt.Print(diagnostics[0].Text())
	// Output:
	// responses.yml:3:13: error: text must be a string, not a number [NLG022]
	//     3 |     - text: 42
	//       |             ^
	//       = quote it: `text: "42"`
}

// The error for an unknown name suggests similar names.
func ExampleCatalog_Render_unknown() {
	catalog, _ := nlg.Compile([]nlg.File{{Path: "responses.yml", Data: []byte(membership)}}, nlg.Options{})
	_, err := catalog.Render(&nlg.Request{Response: "utter_welcom"}, nil)
	fmt.Println(err)
	// Output:
	// there is no response "utter_welcom"; did you mean "utter_welcome"?
}
