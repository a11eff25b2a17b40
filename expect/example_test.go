package expect_test

import (
	"fmt"

	"nlgserver/expect"
	"nlgserver/nlg"
)

func Example() {
	catalog, _ := nlg.Compile([]nlg.File{{Path: "domain.yml", Data: []byte("responses:\n  utter_bye:\n  - text: Bye\n  - text: See you\n")}}, nlg.Options{})
	file, _ := expect.Read("domain.nlgtest.yml", []byte("tests:\n  - response: utter_bye\n    expect: Bye\n"), expect.Options{})
	runner := &expect.Runner{Catalog: catalog}
	for _, c := range file.Cases {
		for _, f := range runner.Run(c).Failures {
			fmt.Printf("%s: %s: want %s, got %s\n", f.Position, f.Place(), f.Want[0], f.Got)
		}
	}
	update := runner.Update(file, func(*expect.Case) bool { return true })
	fmt.Print(string(update.Data))
	// Output:
	// domain.nlgtest.yml:3:13: text, variation 2: want Bye, got See you
	// tests:
	//   - response: utter_bye
	//     expect: ["Bye", "See you"]
}
