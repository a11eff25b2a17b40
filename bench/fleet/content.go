package main

import (
	"fmt"
	"strings"

	"nlgserver/internal/content"
	"nlgserver/release"
)

// perFile is how many responses are in a file, with ten variations each.
const perFile = 500

// bundle returns content with a number of variations, different for each edition.
func bundle(variations, edition int) (*release.Bundle, error) {
	var files []content.File
	for first := 0; first < variations/10; first += perFile {
		var b strings.Builder
		b.WriteString("version: \"3.1\"\nresponses:\n")
		for i := first; i < min(first+perFile, variations/10); i++ {
			fmt.Fprintf(&b, "  utter_response_%d:\n", i)
			for j := range 10 {
				fmt.Fprintf(&b, "    - text: \"Hello {name}, this is variation %d of response %d in edition %d; your balance is {balance}.\"\n", j, i, edition)
				if j%3 == 1 {
					fmt.Fprintf(&b, "      condition:\n        - type: slot\n          name: tier\n          value: level%d\n", j)
				}
			}
		}
		name := fmt.Sprintf("responses_%03d.yml", first/perFile)
		files = append(files, content.File{Path: name, Name: name, Data: []byte(b.String())})
	}
	return release.Pack(files, nil)
}
